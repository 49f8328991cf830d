/** What was run, on what, when, and where it is kept. */
import type { ReportFact } from '../../protocol/document.js';
import type { ReportModel } from '../../protocol/report.js';
import { duration } from './format.js';
import { PURPOSE_WORDS } from './reportWords.js';

/** @param time a moment (ISO 8601, UTC) as the reader takes it */
export function runFacts({ run, head }: ReportModel, time: (iso: string) => string): ReportFact[] {
  const { command, cwd, purpose, workItem, startedAt, elapsedMs, durations, git, host, ending, state } = head;
  return [
    { name: 'Command', value: command, code: true },
    { name: 'Folder', value: cwd, code: true },
    ...(workItem ? [{ name: 'Work item', value: workItem.label === workItem.path ? workItem.path : `${workItem.label} (${workItem.path})` }] : []),
    { name: 'Purpose', value: PURPOSE_WORDS[purpose] },
    { name: 'Started', value: time(startedAt) },
    ...(elapsedMs === undefined ? [] : [{ name: state === 'running' ? 'Running for' : 'Took', value: duration(state === 'running' ? Math.round(elapsedMs / 1000) * 1000 : elapsedMs) }]),
    ...(ending === undefined ? [] : [{ name: 'End', value: ending }]),
    ...(durations ? [{ name: 'Per attempt', value: `median ${duration(durations.medianMs)}, 95 % within ${duration(durations.p95Ms)}, from ${duration(durations.minMs)} to ${duration(durations.maxMs)}` }] : []),
    { name: 'Sources', value: git ? `commit ${git.commit.slice(0, 12)}${git.branch === undefined ? '' : ` on ${git.branch}`}, ${git.dirty ? 'with uncommitted changes' : 'clean'}` : 'not in a git checkout' },
    { name: 'Host', value: host },
    { name: 'Ledger', value: run, code: true },
  ];
}
