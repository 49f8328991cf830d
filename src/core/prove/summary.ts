/** The last document of `casebook verify --json`. */
import type { RunHeader } from '../run/events.js';
import { clopperPearson, CONFIDENCE, upperBoundAtZero } from '../run/statistics/interval.js';
import type { EarlierFailures, Proof, ProofKind } from './proof.js';
import { durationChange, fisherOf, proofText, type DurationChange } from './sentence.js';

/** Rates and bounds are fractions 0–1, null without an attempt that counts; `high` without a failure is the one-sided bound. */
interface Side {
  readonly run: string | null;
  readonly n: number;
  readonly failures: number;
  readonly rate: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

export interface ProofSummary {
  /** Of the run after the change; null where none was made, since nothing could be proven. */
  readonly id: string | null;
  readonly proven: boolean;
  readonly kind: ProofKind;
  readonly sentence: string;
  /** So many attempts without the failure were needed; null where it is not provable. */
  readonly needed: number | null;
  readonly confidence: number;
  readonly before: Side;
  readonly after: Side;
  /** Earlier verifications of the same sources that showed the failure; null without one. */
  readonly earlier: EarlierFailures | null;
  /** Attempts that passed, but left processes behind or held the output open. */
  readonly leaks: { readonly before: number; readonly after: number };
  /** Attempts after that passed only because a test was tried again, and the names of those tests. */
  readonly retried: { readonly attempts: number; readonly tests: readonly string[] };
  readonly pValue: number | null;
  readonly newFailures: readonly { readonly id: string; readonly title: string; readonly count: number; readonly firstAttempt: number }[];
  readonly duration: Omit<DurationChange, 'sentence'> | null;
  /** Path of the run's folder; null where there is none. */
  readonly ledger: string | null;
}

export function proofSummary(proof: Proof, after: RunHeader | undefined, ledger: string | null): ProofSummary {
  const { headline, remarks } = proofText(proof, after);
  const change = durationChange(proof);
  return {
    id: after?.id ?? null,
    proven: proof.kind === 'proven',
    kind: proof.kind,
    sentence: [headline, ...remarks].join(' '),
    needed: proof.needed ?? null,
    confidence: CONFIDENCE,
    before: side(proof.target.run.id, proof.target.failures, proof.target.n),
    after: side(after?.id ?? null, proof.failures, proof.n),
    earlier: proof.earlier ?? null,
    leaks: { before: proof.target.leaks, after: proof.leaks },
    retried: { attempts: proof.retried, tests: proof.retriedTests },
    pValue: fisherOf(proof),
    newFailures: proof.newFailures.map(({ signature: { id, title }, count, firstAttempt }) => ({ id, title, count, firstAttempt })),
    duration: change === undefined ? null : { beforeMs: change.beforeMs, afterMs: change.afterMs, pValue: change.pValue },
    ledger,
  };
}

function side(run: string | null, failures: number, n: number): Side {
  if (n === 0) return { run, n, failures, rate: null, low: null, high: null };
  const { low, high } = clopperPearson(failures, n);
  return { run, n, failures, rate: failures / n, low, high: failures === 0 ? upperBoundAtZero(n) : high };
}
