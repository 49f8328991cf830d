/** The part of a log that shows a failure. */
import { findFailure } from '../run/failure/find.js';
import { bounded, clean } from './untrusted.js';

/** Lines of an excerpt. */
const MAX_LINES = 40;

/** Lines that are kept before the one with the failure: pytest shows the code there, node the place. */
const LINES_BEFORE = 8;

const MAX_LINE = 300;

/** Characters of an excerpt. */
const MAX_LENGTH = 4000;

/**
 * The lines around the failure that the output tells of, else its last lines; says how many lines are left out on either side.
 * The text is clean, but not fenced.
 */
export function excerptOf(output: string): string {
  const lines = clean(output).split('\n').map((line) => bounded(line.trimEnd(), MAX_LINE));
  while (lines.length > 0 && lines.at(-1) === '') lines.pop();
  const failure = findFailure(lines);
  const start = Math.max(0, failure ? failure.index - LINES_BEFORE : lines.length - MAX_LINES);
  const shown: string[] = [];
  let length = 0;
  for (const line of lines.slice(start, start + MAX_LINES)) {
    length += line.length + 1;
    if (length > MAX_LENGTH) break;
    shown.push(line);
  }
  const end = start + shown.length;
  return [...omitted(start), ...shown, ...omitted(lines.length - end)].join('\n');
}

function omitted(count: number): string[] {
  return count === 0 ? [] : [`[… ${count} ${count === 1 ? 'line' : 'lines'} left out]`];
}
