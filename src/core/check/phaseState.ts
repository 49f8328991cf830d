/** Where a phase stands in relation to the work item's status. */
import type { WorkItem } from '../workItem/model.js';
import { phaseNumber, type Phase } from '../workItem/phases.js';

/** Ways to end a work item without having done it: its phases were not gone through, so nothing can be demanded of them. */
const ABANDONED = /\b(?:won['’]?t fix|wont ?fix|cancell?ed|superseded|archived|abandoned|rejected|duplicate|obsolete)\b/i;

/** `left` when the status is past it or the work item is done. Without a status a work item is in Investigation. */
export function phaseState(item: WorkItem, phase: Phase): 'left' | 'current' | 'ahead' {
  const { status } = item;
  if (status.closed) return isDone(item) ? 'left' : 'ahead';
  const current = phaseNumber(status.phase ?? 'Investigation');
  const number = phaseNumber(phase);
  return number < current ? 'left' : number === current ? 'current' : 'ahead';
}

/** Whether it is closed as done, and not given up. */
export function isDone({ status }: WorkItem): boolean {
  return status.closed && !ABANDONED.test(status.text ?? '');
}
