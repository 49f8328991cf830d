/** A run's evidence as the panel shows it. */
import { SECTION_LIMITS, type ReportLinks, type ReportSection } from '../../protocol/document.js';
import { LIMITS, type ReportAction, type ReportGroup, type ReportHead, type ReportModel, type ReportState, type ReportTests } from '../../protocol/report.js';
import { commandLine } from '../run/commandLine.js';
import type { EndReason, RunHeader, RunResult } from '../run/events.js';
import { endedEvidence, stoppedAt, type FailureGroup, type RunEvidence } from '../run/evidence.js';
import { failingBeyond } from '../run/failing/failedInRun.js';
import type { Proof } from '../prove/proof.js';
import { plannedAttempts } from '../run/plan.js';
import { attemptColumns } from './attemptColumns.js';
import { divergenceText, POSITION_WORDS } from './failureWords.js';
import { proofHead } from './proofHead.js';
import { inEnglish, type Say } from './say.js';
import { testsSentence } from './testTable.js';
import { bounded, clean, oneLine } from './untrusted.js';

/** What the evidence does not tell. */
export interface ReportContext {
  /** Wall time of the host that makes the run, ms since the Unix epoch. */
  readonly now: number;
  /** What is possible now. `cancel` is offered only while the run goes on, `openWorkItem` only where the run has a work item, `newWorkItem` where it has none but failures, `verifyFix` where it has failures. */
  readonly actions: readonly ReportAction[];
  /** The work item as a person names it, e.g. `WI4`; its file name stands in where it is absent. */
  readonly workItemLabel?: string;
  /** What it proves, for one that verifies a fix and has ended. */
  readonly proof?: Proof;
  /** What the run shows together with others, and what can be opened from there. */
  readonly sections?: readonly ReportSection[];
  readonly links?: ReportLinks;
  /** How the report's own words are said; in English where it is absent. */
  readonly say?: Say;
}

/** The whole report of a run. Every text in it is plain, bounded and without secrets of a known shape. */
export function reportModel(evidence: RunEvidence, state: ReportState, context: ReportContext): ReportModel {
  return { run: evidence.run.id, head: reportHead(evidence, state, context), attempts: attemptColumns(evidence.attempts) };
}

/** The report without its attempts. */
export function reportHead(known: RunEvidence, state: ReportState, context: ReportContext): ReportHead {
  // A run whose process was killed has no result: its counts are judged as those of an interrupted run, not of one that goes on.
  const evidence = state === 'interrupted' ? endedEvidence(known) : known;
  const { run, outcomes, durations, result } = evidence;
  const groups = listedGroups(evidence);
  const elapsedMs = elapsed(run, result, state, context.now);
  const remainingMs = state === 'running' ? remaining(evidence, elapsedMs) : undefined;
  const tests = shownTests(evidence);
  const ending = state === 'running' ? undefined : endingSentence(evidence, context.say ?? inEnglish);
  return {
    state,
    verdict: shownVerdict(evidence),
    ...(context.proof && state !== 'running' ? { proof: proofHead(context.proof, run, state, context.say) } : {}),
    planned: plannedAttempts(run.plan) ?? 0,
    finished: evidence.attempts.length,
    running: state === 'running' ? evidence.running.length : 0,
    outcomes,
    groups,
    failuresNotListed: evidence.failures - groups.reduce((sum, { count }) => sum + count, 0),
    remarks: evidence.remarks.slice(0, LIMITS.remarks).map((remark) => ({ ...remark, reason: oneLine(remark.reason, LIMITS.sentence) })),
    command: bounded(clean(commandLine(run)), LIMITS.command),
    cwd: oneLine(run.cwd, LIMITS.path),
    purpose: run.purpose,
    startedAt: run.startedAt,
    host: oneLine(run.host.name, LIMITS.title),
    actions: possibleActions(context.actions, evidence, state),
    ...(run.workItem === undefined ? {} : { workItem: workItem(run.workItem, context.workItemLabel) }),
    ...(elapsedMs === undefined ? {} : { elapsedMs }),
    ...(remainingMs === undefined ? {} : { remainingMs }),
    ...(durations ? { durations } : {}),
    ...(run.git ? { git: git(run.git) } : {}),
    ...(ending === undefined ? {} : { ending }),
    ...(tests ? { tests } : {}),
    ...(context.sections && context.sections.length > 0 ? { sections: context.sections.slice(0, SECTION_LIMITS.sections), links: context.links ?? [] } : {}),
  };
}

function shownVerdict(evidence: RunEvidence): ReportHead['verdict'] {
  const { kind, headline, remarks, rate, low, high, confidence } = evidence.verdict;
  return { kind, headline, remarks: remarks.slice(0, LIMITS.remarks), rate, low, high, confidence, biased: stoppedAt(evidence) === 1 };
}

/** The groups with the most failures; of equals, the one that came first. */
function listedGroups({ groups }: RunEvidence): ReportGroup[] {
  return groups
    .map((group, index) => ({ group, index }))
    .sort((a, b) => b.group.count - a.group.count || a.index - b.index)
    .slice(0, LIMITS.groups)
    .map(({ group, index }) => reportGroup(group, index));
}

function reportGroup({ signature, count, attempts, position, divergence }: FailureGroup, index: number): ReportGroup {
  const { title, location } = signature;
  return {
    index,
    title: oneLine(title, LIMITS.title),
    count,
    attempts: attempts.slice(0, LIMITS.attemptsPerGroup),
    ...(location ? { location: oneLine(`${location.file}:${location.line}`, LIMITS.path) } : {}),
    ...(position && { position: POSITION_WORDS[position.kind] }),
    ...(divergence && { divergence: oneLine(divergenceText(divergence, (text) => `“${text}”`), LIMITS.sentence) }),
  };
}

function shownTests(evidence: RunEvidence): ReportTests | undefined {
  const sentence = testsSentence(evidence);
  const { failedTests } = evidence;
  if (sentence === undefined && failedTests.length === 0) return undefined;
  const failed = failedTests.slice(0, LIMITS.tests).map(({ name, executed, failed: count, atLeast, rate, low, high, firstAttempt, counted: byName }) => ({ name: oneLine(name, LIMITS.title), failedAttempts: count, atLeast, executed, counted: byName, rate, low, high, firstAttempt }));
  const { more, atLeast } = failingBeyond(evidence, failed.length);
  return { sentence: sentence ?? '', failed, notListed: more, uncounted: atLeast, biased: stoppedAt(evidence) !== undefined };
}

function workItem(path: string, label: string | undefined): { label: string; path: string } {
  return { label: oneLine(label ?? path.split('/').at(-1) ?? path, LIMITS.title), path: oneLine(path, LIMITS.path) };
}

function git({ commit, branch, dirty }: NonNullable<RunHeader['git']>): NonNullable<ReportHead['git']> {
  return { commit: oneLine(commit, LIMITS.title), dirty, ...(branch === undefined ? {} : { branch: oneLine(branch, LIMITS.title) }) };
}

function possibleActions(actions: readonly ReportAction[], { run, failures }: RunEvidence, state: ReportState): ReportAction[] {
  const excluded = new Set<ReportAction>(state === 'running' ? ['runAgain', 'runUntilFailure', 'verifyFix', 'newWorkItem'] : ['cancel']);
  excluded.add(run.workItem === undefined ? 'openWorkItem' : 'newWorkItem');
  if (failures === 0) excluded.add('verifyFix').add('newWorkItem');
  return [...new Set(actions)].filter((action) => !excluded.has(action));
}

function elapsed(run: RunHeader, result: RunResult | undefined, state: ReportState, now: number): number | undefined {
  const end = result ? Date.parse(result.endedAt) : state === 'running' ? now : Number.NaN;
  const ms = end - Date.parse(run.startedAt);
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}

/** Every planned attempt is taken to last as long as those before; a run that ends at failures may be done sooner. */
function remaining({ attempts, run }: RunEvidence, elapsedMs: number | undefined): number | undefined {
  if (elapsedMs === undefined || attempts.length === 0) return undefined;
  const planned = plannedAttempts(run.plan);
  const { forMs } = run.plan;
  const ofAttempts = planned === undefined ? Infinity : (elapsedMs / attempts.length) * Math.max(0, planned - attempts.length);
  const ofTime = forMs === undefined ? Infinity : Math.max(0, forMs - elapsedMs);
  return Math.round(Math.min(ofAttempts, ofTime));
}

const ENDINGS: Readonly<Record<EndReason, (say: Say) => string>> = {
  completed: (say) => say('All planned attempts were made.'),
  'first-failure': (say) => say('The first failure ended the run.'),
  'enough-failures': (say) => say('The number of failures that was asked for ended the run.'),
  decided: (say) => say('The run ended as soon as its question was decided.'),
  cancelled: (say) => say('The run was cancelled.'),
  interrupted: (say) => say('The run was interrupted.'),
  error: (say) => say('An error ended the run.'),
  damaged: (say) => say('The run ended, but its ledger is damaged.'),
};

/** What the end itself said follows as it was said. */
function endingSentence({ run, result, attempts }: RunEvidence, say: Say): string {
  if (!result) return attempts.length === 1 ? say('Whatever made the run is gone; the ledger holds 1 attempt.') : say('Whatever made the run is gone; the ledger holds {0} attempts.', attempts.length);
  const said = result.message === undefined ? '' : oneLine(result.message, LIMITS.sentence / 2);
  const ending = result.reason === 'completed' && attempts.length < run.plan.attempts ? say('The time of the run was up.') : ENDINGS[result.reason](say);
  return said === '' ? ending : bounded(`${ending} ${said}`, LIMITS.sentence);
}
