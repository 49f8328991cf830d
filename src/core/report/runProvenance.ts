/** Where a run's numbers come from, in one line. */
import { commandLine } from '../run/commandLine.js';
import type { GitState, RunHeader } from '../run/events.js';
import { plannedAttempts } from '../run/plan.js';
import { WARM_WORDS } from './warmWords.js';
import { counted, durationArgument } from './format.js';
import { linkTo } from './runLinks.js';
import { inlineCode } from './untrusted.js';

/** Characters of a command that are shown; all of it is in the ledger. */
const MAX_COMMAND = 400;

/** Command, purpose, plan, commit, host, time, version and ledger. @param runFolder path from the work item's folder to the run's */
export function provenance(run: RunHeader, runFolder: string): string {
  const { plan, host } = run;
  const planned = plannedAttempts(plan);
  const parts = [
    `${run.purpose}: ${inlineCode(commandLine(run), MAX_COMMAND)}${plan.shell ? ' in a shell' : ''}`,
    [
      ...(planned === undefined ? [] : [`up to ${counted(planned, 'attempt')}`]),
      ...(plan.forMs === undefined ? [] : [`for ${durationArgument(plan.forMs)}`]),
      ...(plan.untilFailures === undefined ? [] : [plan.untilFailures === 1 ? 'until the first failure' : `until ${plan.untilFailures} failures`]),
      ...(plan.jobs > 1 ? [`${plan.jobs} at a time`] : []),
      ...(plan.warm ? [`warm: ${WARM_WORDS[plan.warm.framework]}`] : []),
      `timeout ${durationArgument(plan.timeoutMs)}`,
    ].join(', '),
    sources(run.git),
    ...resumptions(run),
    `host ${inlineCode(`${host.name} (${host.platform} ${host.release}, ${host.arch}, ${counted(host.cpus, 'CPU')}, Node ${host.node})`)}`,
    `started ${inlineCode(run.startedAt)}`,
    `Casebook ${inlineCode(run.casebook)}`,
    `ledger ${linkTo(run.id, runFolder)}`,
  ];
  return parts.join(' · ');
}

/** A run in several parts says so: what lay between them is not in its numbers. */
function resumptions({ history = [] }: RunHeader): string[] {
  const resumed = history.filter(({ type }) => type === 'resumed');
  const paused = history.filter(({ type }) => type === 'paused').length;
  const changed = resumed.flatMap(({ git }) => (git ? [sources(git)] : []));
  return [
    ...(paused > 0 ? [`paused ${counted(paused, 'time')}`] : []),
    ...(resumed.length > 0 ? [`resumed ${counted(resumed.length, 'time')}${changed.length > 0 ? `, **on other sources**: ${changed.join('; ')}` : ''}`] : []),
  ];
}

/** Digits of a commit id that are shown: enough to find it. */
const COMMIT_DIGITS = 12;

export function sources(git: GitState | undefined): string {
  if (!git) return 'no git checkout';
  const branch = git.branch === undefined ? '' : ` on ${inlineCode(git.branch)}`;
  return `commit ${inlineCode(git.commit.slice(0, COMMIT_DIGITS))}${branch}, ${git.dirty ? 'with uncommitted changes' : 'clean'}`;
}
