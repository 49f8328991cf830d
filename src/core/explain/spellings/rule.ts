/** What a rule of a dialect is: words, or a pattern, and what they mean. */
import type { Reading } from '../errno/tables.js';
import type { FailureId } from '../failures.js';
import type { Dialect } from '../types.js';

/** What a spelling means. */
export interface Meaning {
  readonly failures: readonly FailureId[];
  readonly name?: string;
  readonly readings?: readonly Reading[];
  readonly note?: string;
}

export interface Rule {
  readonly dialect: Dialect;
  /** Global. No pattern reaches beyond its line, and each takes linear time. */
  readonly pattern: RegExp;
  /** Undefined: it only looks like one. */
  meaning(match: RegExpMatchArray): Meaning | undefined;
}

/** A rule whose pattern has one meaning: its source, what it means, and if it has them its name and what is particular to it. */
export type Spelling = readonly [pattern: string, failure: FailureId, name?: string | undefined, note?: string];

export function rulesOf(dialect: Dialect, spellings: readonly Spelling[], flags = 'gi'): Rule[] {
  return spellings.map(([pattern, failure, name, note]) => ({
    dialect,
    pattern: new RegExp(pattern, flags),
    meaning: () => ({ failures: [failure], ...(name !== undefined && { name }), ...(note !== undefined && { note }) }),
  }));
}

/** The text as a pattern that matches itself. */
export function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
