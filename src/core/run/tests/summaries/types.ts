/** Summaries that test runners print for people: counts, and the names of what failed. */
import type { FoundTests } from '../found.js';

/**
 * Reads what one runner printed, plain and line by line; undefined if it sees no summary. Every pattern is a whole line with the runner's own punctuation:
 * a program that prints "0 tests" somewhere is no runner that ran none.
 */
export type SummaryReader = (lines: readonly string[]) => FoundTests | undefined;

/** The summary of a runner that says that it found no test. */
export const NONE = { executed: 0, failed: 0, skipped: 0, failures: [], noneFound: true } as const;

/** For a summary whose numbers follow from lines. */
export function noneFound(said: boolean): Pick<FoundTests, 'noneFound'> {
  return said ? { noneFound: true } : {};
}

/** Names of failures that are taken from one output. */
const MAX_NAMES = 1_000;

/** The first group of each line that matches, without repetitions: runners list failures twice. */
export function namesIn(lines: readonly string[], pattern: RegExp): string[] {
  const names = new Set<string>();
  for (const line of lines) {
    const name = pattern.exec(line.slice(0, 1_000))?.[1]?.trim();
    if (name !== undefined && name !== '' && names.size < MAX_NAMES) names.add(name);
  }
  return [...names];
}

/** The matches of the lines that match. */
export function matchesIn(lines: readonly string[], pattern: RegExp): RegExpExecArray[] {
  return lines.map((line) => (line.length > 1_000 ? null : pattern.exec(line))).filter((match) => match !== null);
}

/** The numbers before words: `1 failed | 2 passed` is `{ failed: 1, passed: 2 }`; equal words are added up. */
export function numbered(text: string): Readonly<Record<string, number>> {
  const numbers: Record<string, number> = {};
  for (const [, number, word] of text.matchAll(/(\d{1,9}) ([a-z]+)/gi)) {
    const key = (word ?? '').toLowerCase();
    numbers[key] = (numbers[key] ?? 0) + Number(number);
  }
  return numbers;
}

/** The sum of the numbers of some words. */
export function sumOf(numbers: Readonly<Record<string, number>>, ...words: readonly string[]): number {
  return words.reduce((sum, word) => sum + (Object.hasOwn(numbers, word) ? (numbers[word] ?? 0) : 0), 0);
}
