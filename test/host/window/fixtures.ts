import { test as base } from 'vitest';
import { copyExample } from '../../../scripts/example-copy.mjs';
import { openWindow, type WindowOptions } from './driver.js';

/**
 * vitest's `test` with `example`, a copy of examples/orders (a git repository with a clean work tree), and `window`, a window on
 * it. Both are made for the first test of the file that asks for them, and disposed after its last.
 */
export function windowTest(options: Omit<WindowOptions, 'folder'> = {}) {
  return base
    // eslint-disable-next-line no-empty-pattern -- vitest reads the dependencies from the parameter's source text
    .extend('example', { scope: 'file' }, async ({}, { onCleanup }) => {
      const example = await copyExample();
      onCleanup(example.dispose);
      return example;
    })
    .extend('window', { scope: 'file' }, async ({ example }, { onCleanup }) => {
      const window = await openWindow({ folder: example.dir, ...options });
      onCleanup(() => window.dispose());
      return window;
    });
}

/** The same with `other`, a second window on the folder. */
export function twoWindowTest() {
  return windowTest().extend('other', { scope: 'file' }, async ({ example }, { onCleanup }) => {
    const window = await openWindow({ folder: example.dir });
    onCleanup(() => window.dispose());
    return window;
  });
}
