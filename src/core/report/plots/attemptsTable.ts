/** Attempts as a table: what the strip shows, one row each. */
import type { ReportCell, ReportColumn, ReportTable } from '../../../protocol/document.js';
import { OUTCOME_LETTERS, type AttemptColumns, type ReportOutcome } from '../../../protocol/report.js';
import { duration } from '../format.js';
import { outcomeText } from '../outcomeWords.js';
import { inEnglish, type Say } from '../say.js';

const OUTCOMES = new Map(Object.entries(OUTCOME_LETTERS).map(([outcome, letter]) => [letter as string, outcome as ReportOutcome]));

export function attemptTableColumns(say: Say = inEnglish): ReportColumn[] {
  return [{ title: say('Attempt'), numeric: true }, { title: say('Outcome') }, { title: say('Duration'), numeric: true }, { title: say('Failure') }];
}

/** The row of the attempt at an index. @param titles of failures, by the index of their group */
export function attemptRow({ attempt, outcome: letters, ms, group }: AttemptColumns, titles: ReadonlyMap<number, string>, index: number, say: Say = inEnglish): ReportCell[] {
  const number = attempt[index] ?? index + 1;
  const outcome = OUTCOMES.get(letters.charAt(index)) ?? 'pass';
  return [
    { text: String(number), attempt: number },
    { text: outcomeText(outcome, say), mark: outcome === 'pass' ? 'good' : 'bad' },
    { text: duration(ms[index] ?? 0) },
    { text: titles.get(group[index] ?? -1) ?? '' },
  ];
}

/** Rows of a table that stands whole in a page. */
export const MAX_ROWS = 1_000;

/** All attempts; where they are too many for a page, those that did not pass, the first of them. */
export function attemptsTable(attempts: AttemptColumns, titles: ReadonlyMap<number, string>): ReportTable {
  const { length } = attempts.outcome;
  const indices = length <= MAX_ROWS ? Array.from({ length }, (_, index) => index) : notPassed(attempts.outcome);
  return { columns: attemptTableColumns(), rows: indices.map((index) => attemptRow(attempts, titles, index)) };
}

function notPassed(letters: string): number[] {
  const found: number[] = [];
  for (let index = 0; index < letters.length && found.length < MAX_ROWS; index++) if (letters.charAt(index) !== OUTCOME_LETTERS.pass) found.push(index);
  return found;
}
