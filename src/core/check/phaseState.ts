/** Where a phase stands in relation to the work item's status. */
import type { WorkItem } from '../workItem/model.js';
import { phaseNumber, type Phase } from '../workItem/phases.js';

/** `left` when the status is past it or the work item is closed. Without a status a work item is in Investigation. */
export function phaseState({ status }: WorkItem, phase: Phase): 'left' | 'current' | 'ahead' {
  if (status.closed) return 'left';
  const current = phaseNumber(status.phase ?? 'Investigation');
  const number = phaseNumber(phase);
  return number < current ? 'left' : number === current ? 'current' : 'ahead';
}
