/** The regularised incomplete beta function, and its inverse: the quantiles of the beta distribution. */
import { logBeta } from './logBeta.js';

/** Keeps the continued fraction from dividing by 0 (Lentz's method). */
const TINY = 1e-300;

/** Far more than the fraction needs: about √max(a, b) steps. */
const MAX_STEPS = 100_000;

/**
 * Iₓ(a, b) for a, b > 0 and 0 ≤ x ≤ 1, to about 1e-11 relative for arguments up to 100,000.
 * Continued fraction: NIST DLMF 8.17.22, evaluated by the modified Lentz method (Thompson & Barnett 1986);
 * symmetry Iₓ(a, b) = 1 − I₁₋ₓ(b, a) (DLMF 8.17.4) where it converges faster.
 */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  return x < (a + 1) / (a + b + 2) ? lowerTail(x, a, b) : 1 - lowerTail(1 - x, b, a);
}

/** Iₓ(a, b) by the continued fraction. */
function lowerTail(x: number, a: number, b: number): number {
  const front = Math.exp(a * Math.log(x) + b * Math.log1p(-x) - logBeta(a, b)) / a;
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m <= MAX_STEPS; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away(1 + even * d);
    c = away(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away(1 + odd * d);
    c = away(1 + odd / c);
    fraction *= d * c;
    if (Math.abs(d * c - 1) < 1e-16) break;
  }
  return front * fraction;
}

function away(value: number): number {
  return Math.abs(value) < TINY ? TINY : value;
}

/**
 * The x with Iₓ(a, b) = p, for a, b ≥ 1 and 0 ≤ p ≤ 1: Newton steps on the density, kept inside a bracket that bisection narrows.
 * Small results keep their relative accuracy; for one near 1 take 1 − inverseIncompleteBeta(1 − p, b, a).
 */
export function inverseIncompleteBeta(p: number, a: number, b: number): number {
  if (p <= 0) return 0;
  if (p >= 1) return 1;
  let [low, high] = [0, 1];
  let x = a / (a + b);
  const normaliser = logBeta(a, b);
  for (let step = 0; step < 200; step++) {
    const error = incompleteBeta(x, a, b) - p;
    if (error === 0) return x;
    if (error > 0) high = x;
    else low = x;
    const density = Math.exp((a - 1) * Math.log(x) + (b - 1) * Math.log1p(-x) - normaliser);
    const newton = x - error / density;
    const next = newton > low && newton < high ? newton : (low + high) / 2;
    if (Math.abs(next - x) <= 4e-16 * x) return next;
    x = next;
  }
  return x;
}
