/** Where in a run a failure stands: what comes early points to a cold start, what comes late to something that fills up or wears out. */
import type { AttemptSummary } from './attemptTable.js';
import { ALARM_LEVEL } from './independence.js';
import { rankSumTest } from './statistics/ranks.js';

/** `random`: nothing in the order says otherwise. */
export type PositionKind = 'early' | 'late' | 'random';

export interface FailurePosition {
  readonly kind: PositionKind;
  /** The smaller one of the two one-sided p-values of the rank sum test. */
  readonly p: number;
}

/** So many failures of a kind, and so many other attempts, are the least of which a position is told. */
const MIN_FOR_POSITION = 5;

/**
 * Position by index of the failure's group; a group with too few failures has none. A group is `early` where its places in the order of starts
 * are lower than those of the other attempts by the rank sum test at 1 % one-sided, `late` where they are higher.
 * @param attempts as `inStartOrder` gives them
 */
export function positionsOf(attempts: readonly AttemptSummary[]): ReadonlyMap<number, FailurePosition> {
  const groups = new Map<number, { count: number; rankSum: number }>();
  for (const [index, { group }] of attempts.entries()) {
    if (group === undefined) continue;
    const known = groups.get(group) ?? { count: 0, rankSum: 0 };
    groups.set(group, { count: known.count + 1, rankSum: known.rankSum + index + 1 });
  }
  const positions = new Map<number, FailurePosition>();
  for (const [group, { count, rankSum }] of groups) {
    if (count >= MIN_FOR_POSITION && attempts.length - count >= MIN_FOR_POSITION) positions.set(group, positionOf(rankSum, count, attempts.length));
  }
  return positions;
}

function positionOf(rankSum: number, count: number, n: number): FailurePosition {
  const { pLow, pHigh } = rankSumTest(rankSum, count, n);
  const p = Math.min(pLow, pHigh);
  return { kind: p >= ALARM_LEVEL ? 'random' : pLow < pHigh ? 'early' : 'late', p };
}
