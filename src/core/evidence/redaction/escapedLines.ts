/** The lines of a text that stands on one line with its line feeds spelt out, as JSON has it. */
import type { Hidden } from './linePrefix.js';
import { ValueLines } from './valueLines.js';

/** Also in JSON within JSON. */
const FEED = /(?:\\+r)?\\+n/g;

/** Lines that are looked at in one text. */
const MAX_LINES = 2_000;

/** Adds what is hidden in the text because of the lines above it there. */
export function hideInEscaped(line: string, hidden: Hidden[]): void {
  const values = new ValueLines();
  let start = 0;
  let count = 0;
  for (const { index, 0: feed } of line.matchAll(FEED)) {
    take(values, line, start, index, hidden);
    start = index + feed.length;
    if (++count > MAX_LINES) return;
  }
  if (count > 0 && values.open) take(values, line, start, line.length, hidden);
}

function take(values: ValueLines, line: string, from: number, to: number, hidden: Hidden[]): void {
  const text = line.slice(from, to);
  const quotes = Array.from(text.matchAll(/(?<!\\)"/g), ({ index }) => index);
  // Behind what opens the text, or before what closes it.
  const begin = from === 0 || !values.open ? (quotes.at(-1) ?? -1) + 1 : 0;
  const end = begin === 0 ? (quotes[0] ?? text.length) : text.length;
  const found: Hidden[] = [];
  // A quote within is spelt with a backslash; a blank takes as much room.
  values.next(text.slice(begin, end).replace(/\\(?=["'])/g, ' '), found);
  for (const one of found) hidden.push({ ...one, start: from + begin + one.start, end: from + begin + one.end });
}

/** Whether some line of the text may have others below it that hold a secret. */
export function escapedOpens(line: string, opens: (line: string) => boolean): boolean {
  return line.includes('\\n') && line.split(FEED).some(opens);
}
