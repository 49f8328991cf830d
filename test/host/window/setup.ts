import { afterEach } from 'vitest';
import { openWindows } from './driver.js';

/** A failed test leaves a picture of its window. */
afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return;
  const name = task.name.replace(/[^\w]+/g, '-').slice(0, 80);
  for (const [index, window] of [...openWindows].entries()) await window.screenshot(`failed-${name}${index === 0 ? '' : `-${index}`}`);
});
