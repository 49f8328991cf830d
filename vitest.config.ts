import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/{unit,node,cli,contract}/**/*.test.ts'],
    exclude: ['test/fixtures/**', 'examples/**', 'node_modules/**'],
    // Vitest would take one worker less than there are processors; most of what the tests wait for is other processes.
    maxWorkers: availableParallelism() + 1,
    // A test waits for events; this bound only ends one that hangs.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    reporters: ['default'],
  },
});
