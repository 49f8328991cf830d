/** Failures that `deno test` reports below ` ERRORS `: the test and its place, then the error with its frames. */
import { framesOf } from './nodeStack.js';
import { blockFrom, oneLine } from './text.js';
import type { FailureFormat } from './types.js';

const HEADER = /^\S.* => \S+:\d+:\d+$|^\S+ \(uncaught error\)$/;

export const denoFailure: FailureFormat = (lines) => {
  const errors = lines.findIndex((line) => line.trim() === 'ERRORS');
  if (errors === -1) return undefined;
  for (let index = errors + 1; index < lines.length && lines[index]?.trim() !== 'FAILURES'; index++) {
    const error = /^error: (.+)$/.exec(lines[index + 1] ?? '')?.[1];
    if (error === undefined || !HEADER.test(lines[index] ?? '')) continue;
    const block = blockFrom(lines, index + 2, (line) => !HEADER.test(line) && line.trim() !== 'FAILURES');
    // Deno writes the error's type behind a word of its own.
    return { rank: 'reported', index, title: oneLine([error.replace(/^\(in promise\) /, '')]), causes: [], frames: framesOf(block) };
  }
  return undefined;
};
