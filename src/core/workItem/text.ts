/** Positions and edits in the text of a file. Offsets are UTF-16 code units of the string as read, byte-order mark included. */

/** Half-open: `start` belongs to it, `end` does not. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** One replacement; an insertion where `start` equals `end`. */
export interface TextEdit extends Span {
  readonly text: string;
}

/** One line: its content without the line ending, and where the next begins. */
export interface Line extends Span {
  /** Offset behind the line ending; equals `end` in a last line without one. */
  readonly next: number;
}

export type Eol = '\n' | '\r\n';

/** The text with one edit applied; every other character stays. */
export function applyEdit(text: string, edit: TextEdit): string {
  return text.slice(0, edit.start) + edit.text + text.slice(edit.end);
}

/** All lines, in order. `\n`, `\r\n` and a lone `\r` end a line, as in CommonMark 2.1. A byte-order mark is outside the first line. */
export function* linesOf(text: string, from = 0, to = text.length): Generator<Line> {
  let start = from === 0 && text.startsWith('\ufeff') ? 1 : from;
  // Only this part is searched, and each mark once: many short ranges of a long text would search all of it again and again.
  const part = text.slice(from, to);
  const nextOf = (mark: string) => {
    const found = part.indexOf(mark, start - from);
    return found === -1 ? to : from + found;
  };
  let lf = nextOf('\n');
  let cr = nextOf('\r');
  while (start < to) {
    if (lf < start) lf = nextOf('\n');
    if (cr < start) cr = nextOf('\r');
    const end = Math.min(lf, cr, to);
    const next = end >= to ? to : end === cr && lf === cr + 1 ? end + 2 : end + 1;
    yield { start, end, next };
    start = next;
  }
}

const CR = 13;

/** The line ending that most lines have; LF where there is none. */
export function dominantEol(text: string): Eol {
  let crlf = 0;
  let lf = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) {
    if (at > 0 && text.charCodeAt(at - 1) === CR) crlf += 1;
    else lf += 1;
  }
  return crlf > lf ? '\r\n' : '\n';
}

/** 1-based line and column (in UTF-16 code units) of an offset. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** The position of an offset; linear in the offset. */
export function positionAt(text: string, offset: number): Position {
  let line = 0;
  let lineStart = 0;
  for (const current of linesOf(text, 0, text.length)) {
    if (current.start > offset) break;
    line += 1;
    lineStart = current.start;
  }
  const endsWithBreak = offset >= text.length && /[\n\r]$/.test(text);
  return endsWithBreak ? { line: line + 1, column: 1 } : { line: Math.max(1, line), column: offset - lineStart + 1 };
}
