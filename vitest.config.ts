import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/{unit,node,cli,contract}/**/*.test.ts'],
    exclude: ['test/fixtures/**', 'examples/**', 'node_modules/**'],
    // A test waits for events; this bound only ends one that hangs.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: ['default'],
  },
});
