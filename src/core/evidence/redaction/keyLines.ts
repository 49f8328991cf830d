/**
 * A private key in PEM whose lines are lines of a log: each may have a stamp before it, lines of other writers may stand between them, and its end may
 * never come. Its first and its last line stay, which tell that there was a key; what stands between them is hidden line by line.
 */
import { behindPrefix, textEnd, textStart, type Hidden } from './linePrefix.js';

/** Also those of PuTTY's form. */
const BEGIN = /-----BEGIN[ A-Z0-9_-]{0,60}PRIVATE KEY(?: BLOCK)?-----|\bPrivate-Lines: \d{1,3}\b/g;
const END = /-----END[ A-Z0-9_-]{0,60}PRIVATE KEY(?: BLOCK)?-----|\bPrivate-MAC: /g;

/** What may stand behind a part of a key: a line feed as JSON spells it, and what closes the text that it stands in. */
const CLOSED = String.raw`(?=(?:\\+[nr]|["'${'`'},;)\]}\t \r])*$|\\+[nr]|["'${'`'}])`;

/** A line of a key in base 64, or a part of one. */
const RUN = new RegExp(String.raw`(?<![A-Za-z0-9+/])(?:(?<=\\)[nr])?(?<run>[A-Za-z0-9+/]{16,}={0,2})${CLOSED}`, 'g');

/** The last line of a key may be shorter. */
const SHORT = new RegExp(`[A-Za-z0-9+/=]{1,100}${CLOSED}`, 'y');

/** A line whose part of the key was replaced already. */
// eslint-disable-next-line no-control-regex -- what stands in place of a mark while secrets are looked for
const REPLACED = /\u0001|‹secret:private-key/;

/** A key without its end: lines of it that are hidden at most (a key of 16,384 bits has 200), and lines without any behind which nothing of it is expected. */
const MAX_LINES = 1_000;
const MAX_IDLE = 200;

/** Whether a text may hold the first line of a key. */
export function beginsKey(line: string): boolean {
  return line.includes('-----BEGIN') || line.includes('Private-Lines: ');
}

export class KeyLines {
  #open = false;
  /** What stood before the key's part of its first line, and of its last one. */
  #first = '';
  #last = '';
  /** Lines without a part of the key since the last one with one. */
  #idle = 0;
  #lines = 0;

  get open(): boolean {
    return this.#open;
  }

  /** Adds what is hidden in the next line. */
  next(line: string, hidden: Hidden[]): void {
    let from = 0;
    while (from < line.length) {
      const begin = beginsKey(line) ? firstOf(BEGIN, line, from) : null;
      const end = begin || this.#open ? firstOf(END, line, from) : null;
      const border = Math.min(begin?.index ?? line.length, end?.index ?? line.length);
      if (this.#open) this.#hide(line, from, border, hidden);
      if (end?.index === border) {
        this.#open = false;
        from = border + end[0].length;
      } else if (begin && end) {
        // A whole key on one line, as JSON has it: it ends no other.
        from = end.index + end[0].length;
        hidden.push({ type: 'private-key', start: begin.index, end: from });
      } else {
        if (begin) this.#begin(line, begin.index, begin.index + begin[0].length, hidden);
        return;
      }
    }
  }

  /** From here on lines may be of a key, whose first line is not known. */
  expect(prefix = ''): void {
    this.#open = true;
    this.#idle = 0;
    this.#lines = 0;
    this.#first = prefix;
    this.#last = prefix;
  }

  #begin(line: string, start: number, end: number, hidden: Hidden[]): void {
    this.expect(line.slice(0, start));
    // It may go on on the same line, with its line feeds spelt out or as blanks.
    const spelt = /^(?:\\+[nr])+(?=[A-Za-z0-9+/=])/.exec(line.slice(end, end + 16));
    const first = spelt ? end + spelt[0].length : firstRun(line, end)?.start;
    if (first !== undefined) hidden.push({ type: 'private-key', start: first, end: textEnd(line) });
  }

  #hide(line: string, from: number, to: number, hidden: Hidden[]): void {
    let found = false;
    const text = to === line.length ? line : line.slice(0, to);
    for (let run = firstRun(text, from); run; run = firstRun(text, run.end)) {
      if (!isMixed(text.slice(run.start, run.end))) continue;
      if (!found) this.#last = text.slice(0, run.start);
      found = true;
      hidden.push({ type: 'private-key', ...run });
    }
    found = found || (from === 0 && this.#hideShort(text, hidden)) || REPLACED.test(text.slice(from));
    if (found) {
      this.#idle = 0;
      this.#lines += 1;
    } else this.#idle += 1;
    if (this.#idle > MAX_IDLE || this.#lines > MAX_LINES) this.#open = false;
  }

  /** The last line, which stands where those above it do; directly below them also where it has no stamp and they have one. */
  #hideShort(text: string, hidden: Hidden[]): boolean {
    for (const place of [behindPrefix(text, this.#last), behindPrefix(text, this.#first), textStart(text, 0)]) {
      if (place < 0) continue;
      SHORT.lastIndex = place;
      const short = SHORT.exec(text)?.[0];
      if (short === undefined || (this.#idle > 0 && !isEnding(short)) || (short.length >= 16 && !isMixed(short))) continue;
      hidden.push({ type: 'private-key', start: place, end: place + short.length });
      return true;
    }
    return false;
  }
}

function firstOf(pattern: RegExp, line: string, from: number): RegExpExecArray | null {
  pattern.lastIndex = from;
  return pattern.exec(line);
}

function firstRun(line: string, from: number): { readonly start: number; readonly end: number } | undefined {
  const match = firstOf(RUN, line, from);
  const run = match?.groups?.['run'];
  return match && run !== undefined ? { start: match.index + match[0].length - run.length, end: match.index + match[0].length } : undefined;
}

/** Neither a hash or a UUID's part in hexadecimal digits, nor a word: in 16 characters of a key there are letters of both cases, digits or signs. */
function isMixed(run: string): boolean {
  if (/^[0-9a-f]+$/i.test(run)) return false;
  return [/[a-z]/, /[A-Z]/, /\d/, /[+/=]/].filter((kind) => kind.test(run)).length > 1;
}

/** Base 64 comes in groups of four; a word that does so as well is told from it by a digit, a sign, or a capital within. */
function isEnding(short: string): boolean {
  return short.length % 4 === 0 && /[\d+/=]|[a-z][A-Z]|[A-Z]{2}/.test(short);
}
