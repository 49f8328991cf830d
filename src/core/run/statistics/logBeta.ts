/** ln B(a, b), the logarithm of the beta function. */

const HALF_LOG_2PI = 0.918_938_533_204_672_8;

/** From here on the error series below is accurate to double precision; smaller arguments are shifted up to it. */
const STIRLING_FROM = 10;

/** B₂ₖ / (2k (2k−1)), the coefficients of Stirling's series (Abramowitz & Stegun 6.1.41, NIST DLMF 5.11.1). */
const STIRLING = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360_360, 1 / 156, -3617 / 122_400];

/** The error term of Stirling's formula: ln Γ(x) − ((x − ½) ln x − x + ½ ln 2π), for x ≥ {@link STIRLING_FROM}. */
function stirlingError(x: number): number {
  const step = 1 / (x * x);
  let sum = 0;
  for (let k = STIRLING.length - 1; k >= 0; k--) sum = sum * step + (STIRLING[k] ?? 0);
  return sum / x;
}

/**
 * ln B(a, b) for a, b > 0. The large terms of the three Stirling formulas are cancelled on paper and not in floating point,
 * so the result keeps about 14 digits for arguments of 100,000.
 */
export function logBeta(a: number, b: number): number {
  // B(a, b) = B(a+1, b) (a+b)/a lifts small arguments to where the series holds.
  let shift = 0;
  let [p, q] = [a, b];
  for (; p < STIRLING_FROM; p++) shift += Math.log1p(q / p);
  for (; q < STIRLING_FROM; q++) shift += Math.log1p(p / q);
  const sum = p + q;
  return (
    shift + HALF_LOG_2PI + (stirlingError(p) + stirlingError(q) - stirlingError(sum)) +
    (p - 0.5) * -Math.log1p(q / p) + q * -Math.log1p(p / q) - 0.5 * Math.log(q)
  );
}
