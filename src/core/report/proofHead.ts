/** How the report of a verification is headed: by whether the fix is proven, and not by how its attempts went. */
import { LIMITS, type ReportProof, type ReportState } from '../../protocol/report.js';
import type { Proof } from '../prove/proof.js';
import { proofText } from '../prove/sentence.js';
import type { RunHeader } from '../run/events.js';
import { inEnglish, type Say } from './say.js';
import { oneLine } from './untrusted.js';

/** @param after the run that verifies */
export function proofHead(proof: Proof, after: RunHeader, state: ReportState, say: Say = inEnglish): ReportProof {
  const { headline, remarks } = proofText(proof, after);
  return {
    word: state === 'interrupted' && proof.kind !== 'proven' ? say('Interrupted: not proven') : WORDS[proof.kind](say),
    tone: proof.kind === 'proven' ? 'good' : proof.kind === 'still-failing' || proof.kind === 'new-failure' ? 'bad' : 'unclear',
    headline: oneLine(headline, LIMITS.sentence),
    remarks: remarks.slice(0, LIMITS.remarks).map((remark) => oneLine(remark, LIMITS.sentence)),
  };
}

const WORDS: Readonly<Record<Proof['kind'], (say: Say) => string>> = {
  proven: (say) => say('Proven'),
  'still-failing': (say) => say('Not proven: still failing'),
  'new-failure': (say) => say('Not proven: a new failure'),
  'not-executed': (say) => say('Not proven: the test was not seen to run'),
  'not-enough': (say) => say('Not proven: not enough to say'),
  'not-provable': (say) => say('Not provable'),
};
