/** Two runs side by side. */
import type { Comparison } from '../run/compare.js';
import { byCount, endedEvidence, soughtFailures, type FailureGroup, type RunEvidence } from '../run/evidence.js';
import { boundPercent, percent } from './format.js';
import { besideRun, linkTo } from './runLinks.js';
import { inlineCode } from './untrusted.js';

/** Signatures that are listed of each kind. */
const MAX_LISTED = 10;

/** New failures first, then the table of both runs, what it shows, and what became of each failure. */
export function comparisonSections(comparison: Comparison, runFolder: string): string[] {
  const { before, after, sentence, newSignatures, remainingSignatures, goneSignatures } = comparison;
  const leaks = before.outcomes.leak + after.outcomes.leak > 0;
  const table = [
    `| Run | Attempts that count | Failed | Failure rate | 95 % interval |${leaks ? ' Passed with a leak |' : ''}`,
    `|---|---:|---:|---|---|${leaks ? '---:|' : ''}`,
    row('before', before, besideRun(runFolder, before.run.id), leaks),
    row('after', after, runFolder, leaks),
  ].join('\n');
  return [
    ...list('**New after, not seen before:**', byCount(newSignatures).map(group)),
    table,
    sentence,
    ...list('Seen before and after:', remainingSignatures.map(({ signature, before: earlier, after: later }) => `${inlineCode(signature.title)}: ${earlier} before, ${later} after`)),
    ...list('Seen before, not after:', byCount(goneSignatures).map(group)),
  ];
}

/** @param leaks whether there is a column for them */
function row(name: string, evidence: RunEvidence, folder: string, leaks: boolean): string {
  const { run, counted, verdict } = endedEvidence(evidence);
  const failures = soughtFailures(evidence);
  const { low, high } = verdict;
  const rate = counted === 0 || high === null ? 'no data' : failures === 0 ? `at most ${boundPercent(high)}` : percent(failures / counted);
  const interval = failures === 0 || low === null || high === null ? '' : `${percent(low)} – ${percent(high)}`;
  return `| ${name}: ${linkTo(run.id, folder)} | ${counted} | ${failures} | ${rate} | ${interval} |${leaks ? ` ${evidence.outcomes.leak} |` : ''}`;
}

function group({ signature, count }: FailureGroup): string {
  return `${count} × ${inlineCode(signature.title)}`;
}

function list(title: string, items: readonly string[]): string[] {
  if (items.length === 0) return [];
  const shown = items.slice(0, MAX_LISTED).map((item) => `- ${item}`);
  const more = items.length > MAX_LISTED ? [`- and ${items.length - MAX_LISTED} more`] : [];
  return [title, [...shown, ...more].join('\n')];
}
