/** The back-off of a client, fitted to the gaps between its attempts. */

/** gap = min(cap, base · factorⁱ) + constant, i counted from 0. */
export interface Backoff {
  readonly baseMs: number;
  /** 1: the gaps do not grow. */
  readonly factor: number;
  /** Null: no cap was reached. */
  readonly capMs: number | null;
  /** What each attempt itself takes, such as a dial timeout. ms. */
  readonly constantMs: number;
  /** Gaps that were fitted. */
  readonly gaps: number;
  /** Root mean square of what the model leaves, ms. */
  readonly residualMs: number;
  /** The same relative to each gap, 0–1: 0.05 is a good fit, above 0.25 the gaps follow no back-off of this form (jitter, perhaps). */
  readonly relativeResidual: number;
}

interface Model {
  readonly base: number;
  readonly factor: number;
  readonly cap: number | null;
  readonly constant: number;
}

/** How late timers of a busy machine make a gap, relative: no model is better for leaving less. */
const NOISE = 0.03;

/** How far a cap may lie outside of the gaps around it, relative. */
const CAP_TOLERANCE = 0.05;

/** More gaps say nothing more, and would take time. */
const MAX_GAPS = 60;

const MAX_FACTOR = 10;

/**
 * Constant; exponential; exponential with a cap; exponential and a constant; or all of them: what leaves least for its number of parameters,
 * by the Bayesian information criterion (Schwarz 1978) of the relative residuals with its penalty doubled, since gaps are few. A model needs
 * one gap more than it has parameters.
 *
 * Where it is known how exactly the gaps were told, the simplest form that leaves no more than that is taken before all others, if it has two gaps more
 * than parameters: of gaps without noise a form with a constant may leave 0.01 % and one without 2 %, which noise of a machine would make alike.
 * @param gaps ms between the starts of consecutive attempts, in order
 * @param exact what the gaps' own inexactness leaves, relative; absent where a busy machine makes them late
 * @returns undefined for fewer than two gaps, or what are no times
 */
export function fitBackoff(gaps: readonly number[], exact = 0): Backoff | undefined {
  const points = gaps.slice(0, MAX_GAPS);
  if (points.length < 2 || points.some((gap) => !Number.isFinite(gap) || gap <= 0)) return undefined;
  let best: { model: Model; score: number } | undefined;
  for (const [parameters, fit] of [[1, constant], [2, exponential], [3, capped], [3, shifted], [4, shiftedAndCapped]] as const) {
    if (points.length <= parameters) continue;
    const model = fit(points);
    if (!model) continue;
    const left = relative(points, model);
    if (left <= exact && points.length >= parameters + 2) return told(points, model);
    const score = points.length * Math.log(left ** 2 + NOISE ** 2) + 2 * parameters * Math.log(points.length);
    if (!best || score < best.score) best = { model, score };
  }
  return best && told(points, best.model);
}

/** The gap before attempt i + 1 as the model has it, ms. */
function gapAt({ base, factor, cap, constant: each }: Model, i: number): number {
  return Math.min(cap ?? Infinity, base * factor ** i) + each;
}

function told(points: readonly number[], model: Model): Backoff {
  const residual = Math.sqrt(mean(points.map((gap, i) => (gap - gapAt(model, i)) ** 2)));
  return { baseMs: model.base, factor: model.factor, capMs: model.cap, constantMs: model.constant, gaps: points.length, residualMs: residual, relativeResidual: relative(points, model) };
}

function relative(points: readonly number[], model: Model): number {
  return Math.sqrt(mean(points.map((gap, i) => (gap / gapAt(model, i) - 1) ** 2)));
}

function constant(points: readonly number[]): Model {
  return { base: mean(points), factor: 1, cap: null, constant: 0 };
}

/** Least squares of the logarithms. */
function exponential(points: readonly number[]): Model | undefined {
  const logs = points.map(Math.log);
  const middle = (points.length - 1) / 2;
  const spread = logs.reduce((sum, _, i) => sum + (i - middle) ** 2, 0);
  const slope = logs.reduce((sum, log, i) => sum + (i - middle) * log, 0) / spread;
  const factor = Math.exp(slope);
  return factor > 1 && factor <= MAX_FACTOR ? { base: Math.exp(mean(logs) - slope * middle), factor, cap: null, constant: 0 } : undefined;
}

function capped(points: readonly number[]): Model | undefined {
  return bestCapped(points, exponential);
}

/** base and constant by least squares, weighted by 1/gap², for each factor of a grid that is then made finer twice. */
function shifted(points: readonly number[]): Model | undefined {
  let best: { model: Model; left: number } | undefined;
  let [low, high] = [1.02, MAX_FACTOR];
  for (let round = 0; round < 4; round += 1) {
    const ratio = (high / low) ** (1 / 60);
    for (let step = 0; step <= 60; step += 1) {
      const factor = low * ratio ** step;
      const model = line(points, factor);
      const left = model ? relative(points, model) : Infinity;
      if (model && left < (best?.left ?? Infinity)) best = { model, left };
    }
    if (!best) return undefined;
    [low, high] = [Math.max(1.001, best.model.factor / ratio), best.model.factor * ratio];
  }
  return best?.model;
}

function shiftedAndCapped(points: readonly number[]): Model | undefined {
  return bestCapped(points, shifted);
}

/** Tries each place at which the cap may have been reached. */
function bestCapped(points: readonly number[], fit: (growing: readonly number[]) => Model | undefined): Model | undefined {
  let best: { model: Model; left: number } | undefined;
  for (let growing = 2; growing < points.length; growing += 1) {
    const model = fit(points.slice(0, growing));
    if (!model) continue;
    const cap = mean(points.slice(growing)) - model.constant;
    // It must lie between the last gap that grew and the next one that would have.
    if (cap < model.base * model.factor ** (growing - 1) * (1 - CAP_TOLERANCE) || cap > model.base * model.factor ** growing * (1 + CAP_TOLERANCE)) continue;
    const whole = { ...model, cap };
    const left = relative(points, whole);
    if (left < (best?.left ?? Infinity)) best = { model: whole, left };
  }
  return best?.model;
}

function line(points: readonly number[], factor: number): Model | undefined {
  let [w, wx, wy, wxx, wxy] = [0, 0, 0, 0, 0];
  points.forEach((gap, i) => {
    const weight = 1 / gap ** 2;
    const x = factor ** i;
    w += weight;
    wx += weight * x;
    wy += weight * gap;
    wxx += weight * x * x;
    wxy += weight * x * gap;
  });
  const determinant = w * wxx - wx * wx;
  if (!(Math.abs(determinant) > 0)) return undefined;
  const base = (w * wxy - wx * wy) / determinant;
  const each = (wxx * wy - wx * wxy) / determinant;
  return base > 0 && each > 0 ? { base, factor, cap: null, constant: each } : undefined;
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}
