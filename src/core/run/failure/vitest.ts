/** Failures that vitest and jest report. */
import { causesOf, frameOf, framesOf } from './nodeStack.js';
import { blockFrom, errorHeader, oneLine, withDetail } from './text.js';
import type { FailureFormat } from './types.js';

/** vitest: ` FAIL  file > suite > test`, then the error, its diff and its frames, up to the next rule or failure. */
export const vitestFailure: FailureFormat = (lines) => {
  const index = lines.findIndex((line) => /^ ?FAIL  ?\S/.test(line) && !line.includes('\t'));
  if (index === -1) return undefined;
  let start = index + 1;
  while (start < lines.length && /^(?: ?FAIL  ?\S.*|\s*)$/.test(lines[start] ?? '')) start++;
  const block = blockFrom(lines, start, (line) => !/^ ?FAIL  ?\S|^⎯{4}/.test(line));
  const header = block[0];
  if (header === undefined) return undefined;
  // Other tools write FAIL too: what follows must look like an error of vitest.
  if (errorHeader(header) === undefined && !block.some((line) => line.trimStart().startsWith('❯ '))) return undefined;
  return { rank: 'reported', index, title: withDetail(header, messageAfter(block)), causes: causesOf(block), frames: framesOf(block) };
};

/** The lines of a message after its first one, up to the frames. */
function messageAfter(block: readonly string[]): string[] {
  return blockFrom(block, 1, (line) => !frameOf(line));
}

/** jest: `● suite › test`, an empty line, the message, its details, and the frames. */
export const jestFailure: FailureFormat = (lines) => {
  const index = lines.findIndex((line, at) => /^\s+● (?!Console$)\S/.test(line) && (lines[at + 1] ?? '').trim() === '');
  if (index === -1) return undefined;
  const block = blockFrom(lines, index + 1, (line) => !/^\s+● \S/.test(line));
  const message = block.map((line) => line.trim()).filter((line) => line !== '');
  const details = message.slice(1).filter((line) => /^(?:Expected|Received)\b/.test(line)).slice(0, 2);
  const title = oneLine([message[0] ?? '', ...details]);
  return title === '' ? undefined : { rank: 'reported', index, title, causes: causesOf(block), frames: framesOf(block) };
};
