/** Which condition makes a command fail: runs under several, held against the first one. */
import { counted, percent, pValue } from '../report/format.js';
import { soughtFailures, type RunEvidence } from '../run/evidence.js';
import { fisherExactLess } from '../run/statistics/fisher.js';

export interface MatrixRow {
  readonly label: string;
  readonly evidence: RunEvidence;
  /** One-sided p-value of Fisher's exact test for a higher failure rate than under the first condition, corrected for the number of comparisons; null for the first one, and without data. */
  readonly pValue: number | null;
}

export interface Matrix {
  readonly rows: readonly MatrixRow[];
  /** Label of the smallest condition whose failure rate is shown to be higher; undefined if none is. */
  readonly separates?: string;
  /** It holds no text from outside. */
  readonly sentence: string;
}

/** The level at which the corrected test is declared to show something. */
const LEVEL = 0.05;

/** @param parts in the order of size, the condition that the others are held against first; their labels are of `parseConditions` */
export function matrixOf(parts: readonly { readonly label: string; readonly evidence: RunEvidence }[]): Matrix {
  const [first, ...others] = parts;
  if (!first) return { rows: [], sentence: 'No data.' };
  const raw = others.map(({ evidence }) => (evidence.counted === 0 || first.evidence.counted === 0 ? 1 : higher(first.evidence, evidence)));
  const corrected = holm(raw);
  const rows = [{ ...first, pValue: null }, ...others.map((part, index) => ({ ...part, pValue: part.evidence.counted === 0 ? null : (corrected[index] ?? 1) }))];
  const found = rows.find((row) => row.pValue !== null && row.pValue < LEVEL);
  return { rows, ...(found && { separates: found.label }), sentence: sentenceOf(rows, found) };
}

/**
 * P-values corrected for their number by Holm's method (Scand. J. Statist. 6, 1979): the probability of any false alarm among all comparisons stays at or below the level.
 */
export function holm(values: readonly number[]): number[] {
  const order = values.map((_, index) => index).sort((one, other) => (values[one] ?? 0) - (values[other] ?? 0));
  const corrected = new Array<number>(values.length).fill(1);
  let highest = 0;
  order.forEach((index, rank) => {
    highest = Math.max(highest, Math.min(1, (values.length - rank) * (values[index] ?? 1)));
    corrected[index] = highest;
  });
  return corrected;
}

function higher(first: RunEvidence, other: RunEvidence): number {
  return fisherExactLess({ failures: soughtFailures(other), n: other.counted }, { failures: soughtFailures(first), n: first.counted });
}

function sentenceOf(rows: readonly MatrixRow[], found: MatrixRow | undefined): string {
  const [first] = rows;
  if (!first || rows.some(({ evidence }) => evidence.counted === 0)) return 'No data: under one of the conditions no attempt counts.';
  const base = `${first.label} ${share(first.evidence)}`;
  if (found) {
    const rest = rows.filter((row) => row !== found && row.pValue !== null && row.pValue < LEVEL);
    const more = rest.length === 0 ? '' : ` So does ${rest.map(({ label }) => label).join(', ')}.`;
    return `The smallest condition that makes it fail more often is ${found.label}: ${share(found.evidence)}, against ${base} (Fisher's exact test, one-sided, corrected for ${counted(rows.length - 1, 'comparison')} by Holm: ${pValue(found.pValue ?? 1)}).${more}`;
  }
  if (rows.every(({ evidence }) => soughtFailures(evidence) === 0)) {
    const others = rows.reduce((sum, { evidence }) => sum + evidence.failures, 0);
    return others === 0 ? `It did not fail under any of the ${rows.length} conditions.` : `The expected failure came under none of the ${rows.length} conditions, but ${counted(others, 'attempt')} failed in another way.`;
  }
  return `No condition is shown to make it fail more often than ${base} (Fisher's exact test, one-sided, corrected by Holm, 5 %). More attempts could show smaller differences.`;
}

function share(evidence: RunEvidence): string {
  const [failures, n] = [soughtFailures(evidence), evidence.counted];
  return `${failures} of ${counted(n, 'attempt')} (${percent(failures / n)})`;
}
