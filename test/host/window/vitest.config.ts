import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Used by scripts/test-host.mjs, which makes the package and tells where it is. */
export default defineConfig({
  root: fileURLToPath(new URL('../../..', import.meta.url)),
  test: {
    include: ['test/host/window/**/*.test.ts'],
    setupFiles: [fileURLToPath(new URL('setup.ts', import.meta.url))],
    // One window at a time: the tests press keys, and a second browser takes the processor from the first.
    fileParallelism: false,
    testTimeout: 180_000,
    hookTimeout: 120_000,
    passWithNoTests: false,
  },
});
