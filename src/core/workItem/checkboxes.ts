/** Task list items: `- [ ] open`, `1. [x] done`. */
import type { Outline } from './outline.js';
import { proseLines } from './prose.js';
import type { Span } from './text.js';

export interface Checkbox {
  readonly done: boolean;
  /** What stands behind the box, without white space around it. */
  readonly text: string;
  /** The line, without its line ending. */
  readonly span: Span;
  /** The one character between the brackets. */
  readonly mark: Span;
}

/** All checkboxes outside code and comments, in order. */
export function checkboxesOf(text: string, outline: Outline): Checkbox[] {
  const found: Checkbox[] = [];
  for (const line of proseLines(text, outline, 0, text.length)) {
    const raw = text.slice(line.start, line.end);
    const match = BOX.exec(raw);
    if (!match) continue;
    const at = line.start + (match[1] ?? '').length;
    found.push({ done: match[2] !== ' ', text: raw.slice(match[0].length).trim(), span: { start: line.start, end: line.end }, mark: { start: at, end: at + 1 } });
  }
  return found;
}

const BOX = /^([ \t>]{0,24}(?:[-*+]|\d{1,9}[.)])[ \t]{1,8}\[)([ xX])\](?=[ \t]|$)/;
