/** Failures that `bun test` reports: the error stands above the line of its test. */
import { framesOf } from './nodeStack.js';
import { oneLine } from './text.js';
import { MAX_BLOCK, type FailureFormat } from './types.js';

const RUNS = /^bun test v\d|^Ran \d+ tests? across \d+ files?\./;
const FAILED = /^(?:\(fail\)|✗) \S/;
/** Where the output of the test before ends, or of its file begins. */
const BEFORE = /^(?:\((?:pass|fail|skip|todo)\)|[✓✗»✎]) \S|^\S+:$|^# Unhandled error between tests$|^-{5,}$/;
const ERROR = /^(?:error|[A-Z]\w*(?:Error|Exception)): (.+)$/;

export const bunFailure: FailureFormat = (lines) => {
  if (!lines.some((line) => RUNS.test(line))) return undefined;
  const index = lines.findIndex((line, at) => FAILED.test(line) || (line === '# Unhandled error between tests' && /^-{5,}$/.test(lines[at + 1] ?? '')));
  if (index === -1) return undefined;
  const end = FAILED.test(lines[index] ?? '') ? index : nextIndex(lines, index + 2, (line) => /^-{5,}$/.test(line));
  let start = end;
  while (start > 0 && end - start < MAX_BLOCK && !BEFORE.test(lines[start - 1] ?? '')) start -= 1;
  const block = lines.slice(start, end);
  const at = block.findLastIndex((line) => ERROR.test(line));
  const error = block[at];
  if (error === undefined) return { rank: 'reported', index, title: oneLine([(lines[index] ?? '').replace(/ \[[\d.]+m?s\]$/, '')]), causes: [], frames: [] };
  const details = block.slice(at + 1).filter((line) => /^(?:Expected|Received): /.test(line)).slice(0, 2);
  return { rank: 'reported', index, title: oneLine([error.replace(/^error: /, ''), ...details]), causes: [], frames: framesOf(block.slice(at + 1)) };
};

function nextIndex(lines: readonly string[], from: number, is: (line: string) => boolean): number {
  for (let at = from; at < lines.length && at < from + MAX_BLOCK; at++) if (is(lines[at] ?? '')) return at;
  return Math.min(lines.length, from + MAX_BLOCK);
}
