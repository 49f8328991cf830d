/** What was run, on what, when, and where it is kept. */
import type { ReportFact } from '../../protocol/document.js';
import type { ReportHead, ReportModel } from '../../protocol/report.js';
import { duration } from './format.js';
import { purposeText } from './reportWords.js';
import { inEnglish, type Say } from './say.js';

/** @param time a moment (ISO 8601, UTC) as the reader takes it */
export function runFacts({ run, head }: ReportModel, time: (iso: string) => string, say: Say = inEnglish): ReportFact[] {
  const { command, cwd, purpose, workItem, startedAt, elapsedMs, durations, git, host, ending, state } = head;
  return [
    { name: say('Command'), value: command, code: true },
    { name: say('Folder'), value: cwd, code: true },
    ...(workItem ? [{ name: say('Work item'), value: workItem.label === workItem.path ? workItem.path : `${workItem.label} (${workItem.path})` }] : []),
    { name: say('Purpose'), value: purposeText(purpose, say) },
    { name: say('Started'), value: time(startedAt) },
    ...(elapsedMs === undefined ? [] : [state === 'running' ? { name: say('Running for'), value: duration(Math.round(elapsedMs / 1000) * 1000) } : { name: say('Took'), value: duration(elapsedMs) }]),
    ...(ending === undefined ? [] : [{ name: say('End'), value: ending }]),
    ...(durations ? [{ name: say('Per attempt'), value: say('median {0}, 95 % within {1}, from {2} to {3}', duration(durations.medianMs), duration(durations.p95Ms), duration(durations.minMs), duration(durations.maxMs)) }] : []),
    { name: say('Sources'), value: sourcesText(git, say) },
    { name: say('Host'), value: host },
    { name: say('Ledger'), value: run, code: true },
  ];
}

/** `commit 0a1b2c3d4e5f on main, clean` */
export function sourcesText(git: ReportHead['git'], say: Say): string {
  if (!git) return say('not in a git checkout');
  const commit = git.commit.slice(0, 12);
  if (git.branch === undefined) return git.dirty ? say('commit {0}, with uncommitted changes', commit) : say('commit {0}, clean', commit);
  return git.dirty ? say('commit {0} on {1}, with uncommitted changes', commit, git.branch) : say('commit {0} on {1}, clean', commit, git.branch);
}
