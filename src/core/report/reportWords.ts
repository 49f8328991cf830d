/** Words of a run's report, for the panel and for exports. */
import type { ReportHead, ReportPurpose, ReportVerdictKind } from '../../protocol/report.js';
import type { DocumentTone } from '../../protocol/document.js';
import { inEnglish, type Say } from './say.js';

type ByKind = Readonly<Record<ReportVerdictKind, (say: Say) => string>>;

const KINDS: ByKind = {
  passing: (say) => say('Passing'),
  flaky: (say) => say('Flaky'),
  'consistently-failing': (say) => say('Consistently failing'),
  'not-reproduced': (say) => say('Not reproduced'),
  inconclusive: (say) => say('Inconclusive'),
  'no-data': (say) => say('No data'),
};

const INTERRUPTED: ByKind = {
  passing: (say) => say('Interrupted: passing'),
  flaky: (say) => say('Interrupted: flaky'),
  'consistently-failing': (say) => say('Interrupted: consistently failing'),
  'not-reproduced': (say) => say('Interrupted: not reproduced'),
  inconclusive: (say) => say('Interrupted: inconclusive'),
  'no-data': (say) => say('Interrupted: no data'),
};

const PURPOSES: Readonly<Record<ReportPurpose, (say: Say) => string>> = {
  repeat: (say) => say('Repeat'),
  reproduce: (say) => say('Reproduce a failure'),
  baseline: (say) => say('Baseline before a fix'),
  verify: (say) => say('Verify a fix'),
};

export function purposeText(purpose: ReportPurpose, say: Say = inEnglish): string {
  return PURPOSES[purpose](say);
}

/** What stands above everything else in a run's report. */
export interface Heading {
  /** The verdict in a word or two. */
  readonly word: string;
  readonly tone: DocumentTone;
  readonly headline: string;
  readonly remarks: readonly string[];
}

/** Of a run that verifies a fix what it proves goes before how its attempts went. */
export function headingOf(head: Pick<ReportHead, 'state' | 'verdict' | 'proof'>, say: Say = inEnglish): Heading {
  const { proof, verdict } = head;
  if (!proof) return { word: kindText(head, say), tone: toneOf(head), headline: verdict.headline, remarks: furtherRemarks(head) };
  return { ...proof, remarks: [...proof.remarks, verdict.headline, ...furtherRemarks(head)] };
}

/** `Flaky`, `Running: flaky so far`, `Interrupted: inconclusive`. */
function kindText({ state, verdict: { kind } }: Pick<ReportHead, 'state' | 'verdict'>, say: Say = inEnglish): string {
  if (state === 'interrupted') return INTERRUPTED[kind](say);
  if (state === 'finished') return KINDS[kind](say);
  if (kind === 'flaky') return say('Running: flaky so far');
  return kind === 'consistently-failing' ? say('Running: consistently failing so far') : say('Running');
}

/** The remarks without the one that only repeats the kind, which stands above them. */
function furtherRemarks({ verdict }: Pick<ReportHead, 'verdict'>): string[] {
  return verdict.remarks.filter((remark) => remark !== `${KINDS[verdict.kind](inEnglish)}.`);
}

function toneOf({ verdict }: Pick<ReportHead, 'verdict'>): DocumentTone {
  if (verdict.kind === 'passing') return 'good';
  return verdict.kind === 'flaky' || verdict.kind === 'consistently-failing' ? 'bad' : 'unclear';
}
