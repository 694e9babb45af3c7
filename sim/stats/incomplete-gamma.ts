/**
 * The regularised incomplete gamma functions, from which come the normal and chi-square distributions. Model: the series
 * of Abramowitz & Stegun 6.5.29 below the mean, the continued fraction 6.5.31 above it (Lentz's method).
 */
import { gammaTerm } from "./deviance.ts";

const EPSILON = 1e-16;
const MAX_STEPS = 200_000;

/** P(X <= x) for X ~ Gamma(a, 1); a > 0. */
export function lowerGamma(a: number, x: number): number {
  requireShape(a);
  if (x <= 0) return 0;
  return x < a + 1 ? series(a, x) : 1 - fraction(a, x);
}

/** P(X > x) for X ~ Gamma(a, 1), exact in the far tail too; a > 0. */
export function upperGamma(a: number, x: number): number {
  requireShape(a);
  if (x <= 0) return 1;
  return x < a + 1 ? 1 - series(a, x) : fraction(a, x);
}

function requireShape(a: number): void {
  if (!(a > 0)) throw new RangeError(`incomplete gamma: expected a shape > 0, got ${a}`);
}

function series(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let n = 1; n <= MAX_STEPS; n++) {
    term *= x / (a + n);
    sum += term;
    if (term < sum * EPSILON) return sum * gammaTerm(a, x);
  }
  throw new RangeError(`incomplete gamma: no convergence at a = ${a}, x = ${x}`);
}

function fraction(a: number, x: number): number {
  if (x === Infinity) return 0;
  let b = x + 1 - a;
  let c = Infinity;
  let d = 1 / b;
  let value = d;
  for (let n = 1; n <= MAX_STEPS; n++) {
    const numerator = n * (a - n);
    b += 2;
    d = 1 / (b + numerator * d);
    c = b + numerator / c;
    value *= d * c;
    if (Math.abs(d * c - 1) < EPSILON * 4) return value * gammaTerm(a, x);
  }
  throw new RangeError(`incomplete gamma: no convergence at a = ${a}, x = ${x}`);
}
