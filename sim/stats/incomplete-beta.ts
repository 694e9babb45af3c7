/**
 * The regularised incomplete beta function, from which come the beta, binomial, Student and F distributions. Model: the
 * continued fraction of Abramowitz & Stegun 26.5.8, evaluated by Lentz's method as modified by Thompson & Barnett (1986).
 */
import { betaTerm } from "./deviance.ts";

const TINY = 1e-300;
const EPSILON = 1e-16;
/** The fraction needs some multiple of √max(a, b) steps: enough for parameters of 10^9. */
const MAX_STEPS = 200_000;

/**
 * I_x(a, b) = P(X <= x) for X ~ Beta(a, b); a, b > 0. `complement` is 1 - x, to be given where it is known more exactly.
 * About 13 digits, in both tails.
 */
export function incompleteBeta(a: number, b: number, x: number, complement: number = 1 - x): number {
  if (!(a > 0 && b > 0)) throw new RangeError(`incompleteBeta: expected a, b > 0, got ${a}, ${b}`);
  if (x <= 0) return 0;
  if (complement <= 0) return 1;
  const term = betaTerm(a, b, x, complement);
  if (x <= (a + 1) / (a + b + 2)) return (term * fraction(a, b, x)) / a;
  return 1 - (term * fraction(b, a, complement)) / b;
}

/** The continued fraction; it converges fast for x below the mean. */
function fraction(a: number, b: number, x: number): number {
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let value = d;
  for (let m = 1; m <= MAX_STEPS; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away(1 + even * d);
    c = away(1 + even / c);
    value *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away(1 + odd * d);
    c = away(1 + odd / c);
    value *= d * c;
    if (Math.abs(d * c - 1) < EPSILON * 4) return value;
  }
  throw new RangeError(`incompleteBeta: no convergence at a = ${a}, b = ${b}, x = ${x}`);
}

/** Lentz's method must not divide by zero. */
function away(value: number): number {
  return Math.abs(value) < TINY ? TINY : value;
}
