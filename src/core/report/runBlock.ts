/** A run's evidence as blocks of a work item. */
import type { Comparison } from '../run/compare.js';
import type { CrossCheck } from '../run/warm/crossCheck.js';
import type { DuringFinding } from '../run/during.js';
import { ATTEMPTS_PER_GROUP, byCount, endedEvidence, type FailureGroup, type RunEvidence } from '../run/evidence.js';
import { countsInRate, OUTCOMES } from '../run/outcome.js';
import type { EvidenceBlock } from './block.js';
import { counted, duration, pValue } from './format.js';
import { divergenceText, POSITION_WORDS } from './failureWords.js';
import { outcomeText } from './outcomeWords.js';
import { remarkText } from './remarkText.js';
import { comparisonSections } from './runComparison.js';
import { excerptOf } from './runExcerpt.js';
import { collectedSections, duringSections } from './runHelpers.js';
import { linkTo } from './runLinks.js';
import { provenance } from './runProvenance.js';
import { testSections } from './testTable.js';
import { fenced, inlineCode } from './untrusted.js';

export interface RunBlockContext {
  /** Path from the work item's folder to the run's folder, `/` between its parts: `../.casebook/runs/20261121-140233-a3f9`. */
  readonly runFolder: string;
  /** Given for a run that is held against another one. */
  readonly comparison?: Comparison;
  /** Given for a warm run that is held against a cold one. */
  readonly crossCheck?: CrossCheck;
  /** What samplers answered while attempts ran. */
  readonly during?: readonly DuringFinding[];
}

/** Failures that are listed by signature; the ledger has all. */
const MAX_LISTED = 10;

/** Failures of which an excerpt is shown. */
const MAX_EXCERPTS = 5;

/** The verdict, the outcomes, the failures by signature, durations, the comparison if there is one, and where the numbers come from. For a run that has ended. */
export function runBlock(evidence: RunEvidence, context: RunBlockContext): EvidenceBlock {
  const ended = endedEvidence(evidence);
  const { verdict, run, result, outcomes } = ended;
  const sections = [
    [`**${verdict.headline}**`, ...verdict.remarks].join(' '),
    ...(result?.message === undefined ? [] : [`${result.reason === 'damaged' ? 'The ledger is damaged' : 'The run ended with an error'}: ${inlineCode(result.message, 400)}`]),
    ...(context.crossCheck ? [context.crossCheck.sentence] : []),
    ...(context.comparison ? comparisonSections(context.comparison, context.runFolder) : []),
    ...(OUTCOMES.some((outcome) => outcomes[outcome] > 0) ? [outcomeTable(ended)] : []),
    ...failures(ended, context),
    ...testSections(ended),
    ...duringSections(context.during ?? []),
    ...collectedSections(ended, context.runFolder),
    ...remarks(ended),
    ...durations(ended),
    provenance(run, context.runFolder),
  ];
  return { kind: 'run', id: run.id, body: sections.join('\n\n') };
}

/**
 * What the failures of a run printed, most frequent first; undefined if nothing failed.
 * @param excerpts by a signature's id: the log of its first attempt, or its last part
 */
export function errorsBlock(evidence: RunEvidence, excerpts: ReadonlyMap<string, string>, context: RunBlockContext): EvidenceBlock | undefined {
  const { run, groups } = evidence;
  if (groups.length === 0) return undefined;
  const shown = byCount(groups).slice(0, MAX_EXCERPTS);
  const sections = shown.flatMap((group) => {
    const output = excerpts.get(group.signature.id);
    const excerpt = excerptOf(output ?? '');
    const intro = `${inlineCode(group.signature.title)}${place(group)}: ${counted(group.count, 'attempt')}, first log ${firstLog(group, context)}`;
    return excerpt === '' ? [`${intro}${output === undefined ? '' : ', which is empty'}.`] : [`${intro}:`, fenced(excerpt)];
  });
  const more = groups.length - shown.length;
  return {
    kind: 'run',
    id: `${run.id}/errors`,
    body: [...sections, ...(more === 0 ? [] : [`${counted(more, 'more kind')} of failure, in the ledger ${linkTo(run.id, context.runFolder)}.`])].join('\n\n'),
  };
}

function outcomeTable({ outcomes }: RunEvidence): string {
  const rows = OUTCOMES.filter((outcome) => outcomes[outcome] > 0).map(
    (outcome) => `| ${outcomeText(outcome)}${countsInRate(outcome) ? '' : ' (left out of the rate)'} | ${outcomes[outcome]} |`,
  );
  return ['| Outcome | Attempts |', '|---|---:|', ...rows].join('\n');
}

function failures(evidence: RunEvidence, context: RunBlockContext): string[] {
  const { groups, ungrouped } = evidence;
  if (groups.length === 0) return [];
  const shown = byCount(groups).slice(0, MAX_LISTED);
  const hidden = evidence.failures - ungrouped - shown.reduce((sum, { count }) => sum + count, 0);
  const items = shown.map((group) => `- ${group.count} × ${inlineCode(group.signature.title)}${place(group)}${novelty(group)}; ${attempts(group)}${position(group)}; first log ${firstLog(group, context)}${divergence(group)}`);
  const rest = [
    ...(hidden > 0 ? [`- ${hidden} × ${groups.length - shown.length} other kinds of failure`] : []),
    ...(ungrouped > 0 ? [`- ${ungrouped} × failures that all differ from these and were not told apart`] : []),
  ];
  return ['Failures by signature:', [...items, ...rest].join('\n')];
}

function place({ signature: { location } }: FailureGroup): string {
  return location ? ` at ${inlineCode(`${location.file}:${location.line}`)}` : '';
}

/** Where a failure is expected, which of these were not that one. */
function novelty({ others = 0, count }: FailureGroup): string {
  return others === 0 ? '' : others === count ? ' (new: not the expected failure)' : ` (${others} of them not the expected failure)`;
}

function position({ position: found }: FailureGroup): string {
  if (!found) return '';
  return `, ${POSITION_WORDS[found.kind]}${found.kind === 'random' ? '' : ` (rank sum test, one-sided: ${pValue(found.p)})`}`;
}

/** An item below the failure's. */
function divergence({ divergence: found }: FailureGroup): string {
  return found ? `\n  - ${divergenceText(found, (text) => inlineCode(text))}` : '';
}

function attempts({ attempts: numbers, count }: FailureGroup): string {
  const more = count > ATTEMPTS_PER_GROUP ? ` and ${count - numbers.length} more` : '';
  return `${count === 1 ? 'attempt' : 'attempts'} ${numbers.join(', ')}${more}`;
}

function firstLog({ firstLog: log }: FailureGroup, { runFolder }: RunBlockContext): string {
  return linkTo(log.split('/').at(-1) ?? log, runFolder, log);
}

function remarks({ remarks: said, leftBehind }: RunEvidence): string[] {
  const items = said.map((remark) => `- ${remarkText(remark, inlineCode(remark.reason))}`);
  const processes = leftBehind > 0 ? [`${counted(leftBehind, 'process', 'processes')} left behind by attempts had to be ended.`] : [];
  return [...(items.length > 0 ? ['What the runner noticed:', items.join('\n')] : []), ...processes];
}

function durations({ durations: taken, counted: n }: RunEvidence): string[] {
  if (!taken) return [];
  const { minMs, medianMs, p95Ms, maxMs } = taken;
  const range = `${duration(minMs)} – ${duration(maxMs)}`;
  if (n === 1) return [`The attempt took ${duration(medianMs)}.`];
  return [`An attempt took ${duration(medianMs)} in the median, 95 % of them at most ${duration(p95Ms)} (${range}).`];
}
