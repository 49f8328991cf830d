/** Taking up a run again whose process was killed, or that was ended before its plan was done: same id, same plan, further attempts. */
import os from 'node:os';
import type { AttemptRecord, EndReason, GitState, RunEvent, RunHeader, RunSeries } from '../../core/run/events.js';
import type { RunPlan } from '../../core/run/plan.js';
import { planArguments } from '../../core/run/planArguments.js';
import { shellWord } from '../../core/probe/replay.js';
import { advised, Refusal } from '../../core/refusal.js';
import { gitState } from '../git.js';
import { ownIdentity } from '../process/identity.js';
import { systemClock } from '../ports.js';
import { alsoSecret, alsoSecretIn } from '../redaction/setUp.js';
import { withLock } from '../workItem/lock.js';
import { clearRequests } from './control.js';
import { eventStream, testResultsReader } from './eventStream.js';
import { runFolder } from './folders.js';
import { withMoment } from './history.js';
import { RunLedger } from './ledger.js';
import { readRun, type StoredRun } from './readLedger.js';
import type { RunFile } from './records.js';
import { trueLines, withLines } from './replayable.js';
import type { RunnerOptions } from './runner.js';

export interface ResumeRequest {
  /** Absolute: where `.casebook` lies. */
  readonly root: string;
  readonly id: string;
  /** Values of the plan's variables that the ledger holds masked. */
  readonly environment: Readonly<Record<string, string>>;
  /** Go on although the sources are not those that the run began with. */
  readonly changedSources: boolean;
  /** Folders of work items, absolute: their changes are no changes of the sources. */
  readonly workItemFolders: readonly string[];
  /** Patterns of files of test results, relative to the root: `run.results` of the configuration. */
  readonly results: readonly string[];
}

/** How a run may have ended that can be taken up again. */
const OPEN_ENDS: readonly EndReason[] = ['cancelled', 'interrupted', 'error'];

/** What stands in place of a secret begins so. */
const MASK = '‹secret:';

/** Two who resume the same run: the second one waits so long, and then finds that it runs. ms. */
const LOCK_MS = 5_000;

/**
 * Goes on with a run, from its ledger. Attempts that had not ended are made again under their numbers. Emits the events of the whole run, those
 * of earlier attempts first.
 * @throws Refusal `usage` if there is no such run, or it cannot be resumed as things are; `unable` if its ledger is damaged
 */
export async function* resume(request: ResumeRequest, signal: AbortSignal, options: Omit<RunnerOptions, 'done' | 'environment'>): AsyncGenerator<RunEvent, void, undefined> {
  const { root, id } = request;
  // With the lock, since two processes that make the same run would both write its ledger.
  const { header, command, plan, run, ledger } = await withLock(root, `run ${id}`, () => takeOver(request, signal), signal, LOCK_MS);
  const done = { records: run.attempts, activeMs: activeMsOf(run) };
  const tests = await testResultsReader(root, { ...header, command }, request.results, signal);
  yield* eventStream(header, command, plan, ledger, tests, { ...options, done, environment: unmasked(header.environment) }, signal);
}

async function takeOver(request: ResumeRequest, signal: AbortSignal): Promise<{ header: RunHeader; command: readonly string[]; plan: RunPlan; run: StoredRun; ledger: RunLedger }> {
  const { root, id } = request;
  const run = await readRun(runFolder(root, id));
  assertOpen(run);
  const lines = trueLines(root, run.file);
  const plan = withLines(withValues(run.file, request.environment), lines);
  alsoSecret(plan.environment);
  alsoSecretIn(lines.command);
  const git = await gitState(run.file.cwd, request.workItemFolders, signal);
  const changed = !sameSources(latestSources(run.file), git);
  // Attempts of one state of the sources prove nothing of another one.
  if (changed && isProof(run.file)) throw advised('usage', `The sources are not those that run ${id} began with, and it is to prove something of these`, { terminal: `check them out again, or make a new proof with \`casebook verify --baseline ${run.file.baseline}\``, editor: `check them out again, or make a new proof with Verify Fix on run ${run.file.baseline}` });
  if (changed && !request.changedSources) throw new Refusal('usage', `The sources are not those that run ${id} began with: check these out again, or go on with --changed-sources, which the evidence then says.`);
  await clearRequests(run.folder);
  const header = withMoment(
    { ...headOf(run.file), runner: ownIdentity(), activeMs: activeMsOf(run) },
    { type: 'resumed', at: new Date(systemClock.now()).toISOString(), ...(changed && git ? { git } : {}) },
  );
  return { header, command: lines.command, plan, run, ledger: await RunLedger.resume(root, header, { offset: run.position.offset, attempts: run.attempts.length }) };
}

/** What was known before the first attempt, and since then of pauses: not how it ended, nor where its block stands. */
function headOf(file: RunFile): RunHeader {
  const head: { -readonly [Key in keyof RunFile]: RunFile[Key] } = { ...file };
  delete head.result;
  delete head.writeBack;
  return head;
}

function isProof(file: RunFile): file is RunFile & { readonly baseline: string } {
  return file.purpose === 'verify' && file.baseline !== undefined;
}

function assertOpen({ file, state, problems, position, attempts }: StoredRun): void {
  const { id, result, host } = file;
  if (state === 'running') throw new Refusal('usage', `Run ${id} goes on in process ${file.runner.pid}: pause, continue or cancel it there.`);
  if (result && !OPEN_ENDS.includes(result.reason)) throw new Refusal('usage', `Run ${id} has ended (${result.reason}), and nothing of it is left to do: make a new run.`);
  if (file.series) throw new Refusal('usage', notAlone(file, file.series, `\`casebook writeback ${id} --wi REF\` writes it`), { inEditor: notAlone(file, file.series, 'Write Evidence into Work Item writes it; series are made in a terminal') });
  if (host.name !== os.hostname()) throw new Refusal('usage', `Run ${id} was made on ${host.name}: resume it there, since numbers of two machines do not go together.`);
  // A torn last line is what a kill leaves; it is cut off.
  const damage = problems.find(({ line }) => line === undefined || line <= position.line);
  const missing = (result?.attempts ?? 0) - attempts.length;
  if (damage || missing > 0) throw new Refusal('unable', `The ledger of run ${id} is damaged (${damage?.message ?? `${missing} of its attempts are missing`}): restore it from a copy, or make a new run.`);
}

/** What a run of a series is, why it cannot go on alone, and what to do. @param writes how what was measured comes into a work item */
function notAlone({ id, plan, command }: RunFile, { kind, label }: RunSeries, writes: string): string {
  const withoutJobs = (word: string, index: number, words: readonly string[]): boolean => kind !== 'matrix' || (word !== '--jobs' && words[index - 1] !== '--jobs');
  const again = (option: string): string => `\`${['casebook run', option, ...[...planArguments(plan, { seed: false }).filter(withoutJobs), '--', ...command].map(shellWord)].join(' ')}\``;
  const kept = `What was measured is kept, and ${writes}.`;
  if (kind === 'matrix') return `Run ${id} is one condition of a matrix (${label}), whose attempts took turns with those of the others: alone it would meet another machine than they did. Make all anew with ${again('--matrix CONDITIONS')}. ${kept}`;
  if (kind === 'interleave') return `Run ${id} is one side of two (${label}) whose attempts took turns, one of them in a worktree that is gone: alone it would meet another machine than the other did. Make both anew with ${again('--interleave REV')}. ${kept}`;
  return `Run ${id} is a step of a bisection, in a worktree that is gone: begin anew with \`casebook bisect\`, and give commits that its runs in .casebook/runs have judged as --good and --bad, so that these are not tried again.`;
}

/** The plan with the true values of its variables. */
function withValues({ id, plan }: RunFile, given: Readonly<Record<string, string>>): RunPlan {
  if (plan.environment === undefined) return plan;
  const values = { ...plan.environment, ...Object.fromEntries(Object.entries(given).filter(([name]) => plan.environment?.[name] !== undefined)) };
  const masked = Object.keys(values).filter((name) => values[name]?.includes(MASK));
  if (masked.length > 0) throw advised('usage', `The ledger of run ${id} holds no secrets`, { terminal: `give the value of ${masked.join(', ')} again with --env NAME=value`, editor: `give the value of ${masked.join(', ')} again in a terminal, with \`casebook resume ${id} --env NAME=value\`` });
  return { ...plan, environment: values };
}

/** What is recorded of the environment holds again, but for secrets. */
function unmasked(environment: RunHeader['environment']): Record<string, string> {
  return Object.fromEntries(Object.entries(environment).filter(([, value]) => !value.includes(MASK)));
}

function latestSources({ git, history = [] }: RunHeader): GitState | undefined {
  return history.findLast((moment) => moment.git !== undefined)?.git ?? git;
}

function sameSources(one: GitState | undefined, other: GitState | undefined): boolean {
  return one?.commit === other?.commit && one?.dirty === other?.dirty && one?.diffHash === other?.diffHash;
}

/** Known exactly where the run could say it; else by the wall clock, up to the end of its last attempt. */
function activeMsOf({ file, attempts }: StoredRun): number {
  if (file.result) return file.activeMs ?? 0;
  const latest = file.history?.at(-1);
  if (latest?.type === 'paused') return file.activeMs ?? 0;
  const from = Date.parse(latest?.at ?? file.startedAt);
  const until = attempts.reduce((most: number, { startedAt, durationMs }: AttemptRecord) => Math.max(most, Date.parse(startedAt) + durationMs), from);
  return Math.round((file.activeMs ?? 0) + until - from);
}
