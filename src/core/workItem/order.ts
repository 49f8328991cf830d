/** The order in which work items are shown: what is open first, then by phase, priority and age: the older first. */
import { phaseNumber, type Phase } from './phases.js';
import type { WorkItemSummary } from './summary.js';

/** `WI2` before `WI10`. */
export const NATURAL = new Intl.Collator('en', { numeric: true });

interface Ordered {
  readonly path: string;
  readonly summary?: WorkItemSummary;
}

export function byUrgency(a: Ordered, b: Ordered): number {
  return byStage(a, b) || NATURAL.compare(a.path, b.path);
}

/** The same for what is in the order of its paths already: comparing those takes longer than everything else. */
export function byStage(a: Ordered, b: Ordered): number {
  return phaseRank(a.summary?.phase) - phaseRank(b.summary?.phase) || priorityRank(a.summary?.priority) - priorityRank(b.summary?.priority) || byDate(a.summary?.created, b.summary?.created);
}

/** One without a date comes behind those that have one; its number says the rest. */
function byDate(a = '9999', b = '9999'): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** A file that cannot be read comes first: it needs a look. */
function phaseRank(phase: Phase | 'Closed' | undefined): number {
  return phase === undefined ? 0 : phase === 'Closed' ? 7 : phaseNumber(phase);
}

const PRIORITIES: readonly RegExp[] = [/\b(?:critical|urgent|blocker|p0)\b/i, /\b(?:high|p1)\b/i, /\b(?:medium|normal|p2)\b/i, /\b(?:low|p3|p4)\b/i];

/** What most write, known without a pattern: a list of thousands asks for each twice. */
const USUAL: ReadonlyMap<string, number> = new Map([['Critical', 0], ['High', 1], ['Medium', 2], ['Low', 3]]);

/** 0 for the most urgent, 3 for the least; 4 for what says neither. */
export function priorityRank(priority: string | undefined): number {
  const usual = USUAL.get(priority ?? '');
  if (usual !== undefined) return usual;
  const rank = PRIORITIES.findIndex((words) => words.test(priority ?? ''));
  return rank === -1 ? PRIORITIES.length : rank;
}
