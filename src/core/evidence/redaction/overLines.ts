/** Secrets that stand over several lines, found line by line: what is hidden in a line depends on those above it, never on those below. */
import { escapedOpens, hideInEscaped } from './escapedLines.js';
import { beginsKey, KeyLines } from './keyLines.js';
import { opens } from './keywordPlaces.js';
import type { Keyword } from './keywordScan.js';
import type { Hidden } from './linePrefix.js';
import { NAME_WORDS } from './names.js';
import { opensValue, ValueLines } from './valueLines.js';

export type { Hidden };

/** One of them stands in every line that opens a secret over several lines. */
export const OPENERS: readonly Omit<Keyword, 'bits'>[] = [
  { text: '-----begin' },
  { text: 'private-lines: ' },
  ...[...NAME_WORDS.filter((word) => !word.endsWith('=')), 'pass', 'pw', 'dsn', 'credential', 'authorization', 'cookie', 'connection'].map((text) => ({ text, where: opens })),
];

const NOTHING: readonly Hidden[] = [];

/** The state between the lines of one text. */
export class OverLines {
  readonly #key = new KeyLines();
  readonly #value = new ValueLines();

  /** Whether the next line has to be looked at; otherwise only one of {@link OPENERS} makes it worth it. */
  get open(): boolean {
    return this.#key.open || this.#value.open;
  }

  /** A key may have begun in lines that are not known. */
  expectKey(): void {
    this.#key.expect();
  }

  /** What is hidden in the next line because of the lines above it. They may overlap. @param line without its line feed */
  next(line: string): readonly Hidden[] {
    const hidden: Hidden[] = [];
    this.#value.next(line, hidden);
    this.#key.next(line, hidden);
    if (line.includes('\\n')) hideInEscaped(line, hidden);
    return hidden.length === 0 ? NOTHING : hidden;
  }
}

/** Whether secrets may stand below a line of which only the words without digits are known: each word with one may be a name. */
export function mayOpen(line: string): boolean {
  const named = line.replace(/[A-Za-z_]*\d\w*/g, 'password');
  return beginsKey(line) || opensValue(line) || opensValue(named) || escapedOpens(named, opensValue);
}
