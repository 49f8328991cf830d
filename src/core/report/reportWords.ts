/** Words of a run's report, for the panel and for exports. */
import type { ReportHead, ReportPurpose, ReportVerdictKind } from '../../protocol/report.js';
import type { DocumentTone } from '../../protocol/document.js';

const KIND_WORDS: Readonly<Record<ReportVerdictKind, string>> = {
  passing: 'Passing',
  flaky: 'Flaky',
  'consistently-failing': 'Consistently failing',
  'not-reproduced': 'Not reproduced',
  inconclusive: 'Inconclusive',
  'no-data': 'No data',
};

export const PURPOSE_WORDS: Readonly<Record<ReportPurpose, string>> = {
  repeat: 'Repeat',
  reproduce: 'Reproduce a failure',
  baseline: 'Baseline before a fix',
  verify: 'Verify a fix',
};

/** `Flaky`, `Running: flaky so far`, `Interrupted: inconclusive`. */
export function kindText({ state, verdict }: Pick<ReportHead, 'state' | 'verdict'>): string {
  const word = KIND_WORDS[verdict.kind];
  if (state === 'interrupted') return `Interrupted: ${word.toLowerCase()}`;
  if (state === 'finished') return word;
  return verdict.kind === 'flaky' || verdict.kind === 'consistently-failing' ? `Running: ${word.toLowerCase()} so far` : 'Running';
}

/** The remarks without the one that only repeats the kind, which stands above them. */
export function furtherRemarks({ verdict }: Pick<ReportHead, 'verdict'>): string[] {
  return verdict.remarks.filter((remark) => remark !== `${KIND_WORDS[verdict.kind]}.`);
}

export function toneOf({ verdict }: Pick<ReportHead, 'verdict'>): DocumentTone {
  if (verdict.kind === 'passing') return 'good';
  return verdict.kind === 'flaky' || verdict.kind === 'consistently-failing' ? 'bad' : 'unclear';
}
