import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** The panel in a real Chromium: part of `npm run test:host`, since `npm test` must need nothing else installed. */
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    include: ['test/webview/**/*.test.ts'],
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    passWithNoTests: false,
  },
});
