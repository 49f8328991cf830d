/**
 * Wald's sequential probability ratio test of a failure rate (Sequential tests of statistical hypotheses, Ann. Math. Statist. 16, 1945):
 * it may be asked after every attempt, which no test for a fixed number of attempts allows.
 */

export interface SprtPlan {
  /** Failure rate if nothing was fixed, 0–1, above {@link h1}. */
  readonly h0: number;
  /** Failure rate that passes for fixed, 0–1. */
  readonly h1: number;
  /** Aimed probability of `fixed` at rate {@link h0}, 0–1. */
  readonly alpha: number;
  /** Aimed probability of `failing` at rate {@link h1}, 0–1. */
  readonly beta: number;
}

/** `fixed` the rate is {@link SprtPlan.h1} rather than {@link SprtPlan.h0}; `failing` the other way round; `continue` not decided yet. */
export type SprtDecision = 'fixed' | 'failing' | 'continue';

/** How a test behaves at a given true rate. */
export interface SprtBehaviour {
  /** Probability that it ends with `fixed`. */
  readonly fixed: number;
  /** Probability that it ends with `failing`. */
  readonly failing: number;
  /** Expected number of attempts until it ends, or until the limit where one is given. */
  readonly meanAttempts: number;
}

/**
 * The decision after `n` attempts of which `failures` failed. The first one that is not `continue` ends the test.
 *
 * With Λ = ln P(data | h1) − ln P(data | h0): `fixed` from Λ ≥ ln((1 − β)/α) on, `failing` from Λ ≤ ln(β/(1 − α)) on. The two real error
 * probabilities together stay at or below α + β, each at or below α/(1 − β) and β/(1 − α) (Wald 1945, 3.29–3.31).
 */
export function sprtDecision(plan: SprtPlan, failures: number, n: number): SprtDecision {
  const ratio = failures * perFailure(plan) + (n - failures) * perPass(plan);
  // A bound that is met in exact arithmetic must not be missed by a last bit.
  const slack = 1e-12 * (n + 1);
  if (ratio >= acceptFrom(plan) - slack) return 'fixed';
  if (ratio <= refuseFrom(plan) + slack) return 'failing';
  return 'continue';
}

/** How many attempts must pass one after the other, from the start, to end the test with `fixed`. */
export function straightPasses(plan: SprtPlan): number {
  const estimate = Math.ceil(acceptFrom(plan) / perPass(plan));
  return sprtDecision(plan, 0, estimate - 1) === 'fixed' ? estimate - 1 : estimate;
}

/**
 * The real error probabilities and the expected number of attempts at a true failure rate, exactly: every state (attempts, failures) that
 * the test can be in is carried forward. Ends when less than 1e-12 of the probability is still undecided.
 * @param limit no further attempt is made after so many; what is undecided then is in neither of the two probabilities
 */
export function sprtBehaviour(plan: SprtPlan, rate: number, limit = Number.POSITIVE_INFINITY): SprtBehaviour {
  /** By number of failures, the probability to be there after n attempts, undecided. */
  let open = new Map<number, number>([[0, 1]]);
  let [fixed, failing, meanAttempts] = [0, 0, 0];
  for (let n = 1; n <= limit && open.size > 0; n++) {
    const next = new Map<number, number>();
    let mass = 0;
    for (const [failures, probability] of open) {
      mass += probability;
      for (const [count, weight] of [[failures, 1 - rate], [failures + 1, rate]] as const) {
        if (weight > 0) next.set(count, (next.get(count) ?? 0) + probability * weight);
      }
    }
    meanAttempts += mass;
    let left = 0;
    for (const [failures, probability] of next) {
      const decision = sprtDecision(plan, failures, n);
      if (decision === 'continue') {
        left += probability;
        continue;
      }
      next.delete(failures);
      if (decision === 'fixed') fixed += probability;
      else failing += probability;
    }
    if (left < UNDECIDED) break;
    open = next;
  }
  return { fixed, failing, meanAttempts };
}

const UNDECIDED = 1e-12;

function acceptFrom({ alpha, beta }: SprtPlan): number {
  return Math.log((1 - beta) / alpha);
}

function refuseFrom({ alpha, beta }: SprtPlan): number {
  return Math.log(beta / (1 - alpha));
}

/** What a failure adds to Λ; negative. */
function perFailure({ h0, h1 }: SprtPlan): number {
  return Math.log(h1 / h0);
}

/** What a pass adds to Λ; positive. */
function perPass({ h0, h1 }: SprtPlan): number {
  return Math.log1p(-h1) - Math.log1p(-h0);
}
