/** Failures that Jasmine lists below `Failures:`, each with its message and its stack. */
import { framesOf } from './nodeStack.js';
import { blockFrom, oneLine } from './text.js';
import type { Failure, FailureFormat } from './types.js';

const SPECS = /^\d+ specs?, \d+ failures?/;
const NAME = /^\d+\) \S/;

/** Jasmine shuffles its specs: of several failures the one that sorts first, so that it is the same in each attempt. */
export const jasmineFailure: FailureFormat = (lines) => {
  const start = lines.indexOf('Failures:');
  if (start === -1 || !lines.some((line) => SPECS.test(line))) return undefined;
  const listed = blockFrom(lines, start + 1, (line) => !/^(?:Pending:|Suite error: )/.test(line) && !SPECS.test(line));
  const found: Failure[] = [];
  for (const [at, line] of listed.entries()) {
    if (!NAME.test(line) || listed[at + 1]?.trim() !== 'Message:') continue;
    const block = blockFrom(listed, at + 2, (inside) => !NAME.test(inside) && inside.trim() !== 'Message:');
    const stack = block.findIndex((inside) => inside.trim() === 'Stack:');
    const message = oneLine(stack === -1 ? block : block.slice(0, stack));
    if (message !== '') found.push({ rank: 'reported', index: start + 1 + at, title: message, causes: [], frames: framesOf(block) });
  }
  return found.sort((one, other) => (one.title < other.title ? -1 : one.title > other.title ? 1 : 0))[0];
};
