/** The standard normal distribution. */

/** Below this the series converges fast and loses little; above it the continued fraction does. */
const SERIES_UP_TO = 3;

const SQRT_2PI = Math.sqrt(2 * Math.PI);

/**
 * P(Z ≥ z) for a standard normal Z, to about 1e-13 relative.
 * Series Φ(z) − ½ = φ(z) (z + z³/3 + z⁵/(3·5) + …) (Abramowitz & Stegun 26.2.11), for large z the continued fraction
 * Q(z) = φ(z) / (z + 1/(z + 2/(z + 3/(z + …)))) (26.2.14).
 */
export function normalUpperTail(z: number): number {
  if (z < 0) return 1 - normalUpperTail(-z);
  const density = Math.exp((-z * z) / 2) / SQRT_2PI;
  if (z > SERIES_UP_TO) {
    let below = z;
    for (let k = FRACTION_DEPTH; k >= 1; k--) below = z + k / below;
    return density / below;
  }
  let [term, sum] = [z, z];
  for (let odd = 3; term > sum * 1e-18; odd += 2) {
    term *= (z * z) / odd;
    sum += term;
  }
  return 0.5 - density * sum;
}

/** Deep enough for 16 digits from z = 3 on. */
const FRACTION_DEPTH = 120;

/** The z with P(Z ≥ z) = p, for 0 < p ≤ ½: bisection, which any monotone function allows. */
export function normalUpperQuantile(p: number): number {
  let [low, high] = [0, 40];
  for (let step = 0; step < 80; step++) {
    const middle = (low + high) / 2;
    if (normalUpperTail(middle) > p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
