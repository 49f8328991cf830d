/** Earlier verifications of the same sources: whoever verifies again and again until one run passes has proven nothing. */
import type { GitState, RunHeader } from '../run/events.js';
import type { EarlierFailures, Proof } from './proof.js';

/** The proof in the light of earlier verifications: what they showed on the same sources is not gone. @param earlier undefined where none showed the failure */
export function withEarlier(proof: Proof, earlier: EarlierFailures | undefined): Proof {
  if (earlier === undefined) return proof;
  return { ...proof, earlier, kind: proof.kind === 'proven' ? 'still-failing' : proof.kind };
}

type Verification = Pick<RunHeader, 'id' | 'purpose' | 'baseline' | 'startedAt' | 'git' | 'history'>;

/** Whether `other` verified the same change before `run` did. Outside a git checkout, and for a run that went on with other sources, nobody can tell. */
export function isEarlierVerification(other: Verification, run: Verification): boolean {
  if (other.purpose !== 'verify' || other.baseline === undefined || other.baseline !== run.baseline || other.id === run.id) return false;
  if (other.startedAt > run.startedAt || [...(other.history ?? []), ...(run.history ?? [])].some(({ git }) => git !== undefined)) return false;
  return same(other.git, run.git);
}

function same(one: GitState | undefined, other: GitState | undefined): boolean {
  return one !== undefined && one.commit === other?.commit && one.dirty === other.dirty && one.diffHash === other.diffHash;
}
