/**
 * Probability terms without cancellation, for the incomplete beta and gamma functions. Model: C. Loader, Fast and accurate
 * computation of binomial probabilities (2000): Stirling's error apart from the deviance, each small where it should be.
 */
import { exp, log } from "../core/math.ts";
import { logGamma } from "../core/log-gamma.ts";

const HALF_LOG_TWO_PI = 0.9189385332046728;
const TWO_PI = 6.283185307179586;

/** ln Γ(n + 1) less Stirling's √(2πn) (n/e)^n; n > 0. */
function stirlingError(n: number): number {
  if (n < 16) return logGamma(n + 1) - (n + 0.5) * log(n) + n - HALF_LOG_TWO_PI;
  const square = n * n;
  return (1 / 12 - (1 / 360 - (1 / 1260 - (1 / 1680 - 1 / 1188 / square) / square) / square) / square) / n;
}

/** x ln(x / mean) + mean - x, exact where the two are close. */
function deviance(x: number, mean: number): number {
  const relative = (x - mean) / mean;
  if (!(relative > -0.1 && relative < 0.1)) return x * log(x / mean) + mean - x;
  // mean * ((1 + r) ln(1 + r) - r), whose leading term is r^2 / 2: summed as a series of atanh.
  const v = relative / (2 + relative);
  let term = 2 * x * v;
  let sum = relative * v * mean;
  for (let j = 3; j < 60; j += 2) {
    term *= v * v;
    const next = sum + term / j;
    if (next === sum) return sum;
    sum = next;
  }
  return sum;
}

/** x^a (1 - x)^b / B(a, b), given both x and 1 - x so that neither is rounded; a, b > 0, 0 < x < 1. */
export function betaTerm(a: number, b: number, x: number, complement: number): number {
  const n = a + b;
  const exponent =
    stirlingError(n) - stirlingError(a) - stirlingError(b) - deviance(a, n * x) - deviance(b, n * complement);
  return exp(exponent) * Math.sqrt((a * b) / (TWO_PI * n));
}

/** x^a e^-x / Γ(a); a, x > 0. */
export function gammaTerm(a: number, x: number): number {
  return exp(-stirlingError(a) - deviance(a, x)) * Math.sqrt(a / TWO_PI);
}
