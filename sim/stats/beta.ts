/** Quantiles of the beta distribution, from which come the exact bounds of fractions and of order statistics. */
import { betaTerm } from "./deviance.ts";
import { incompleteBeta } from "./incomplete-beta.ts";
import { invert } from "./invert.ts";
import { requireOpenUnit } from "./check.ts";

/** P(X <= x) for X ~ Beta(a, b); a, b > 0. */
export function betaCdf(x: number, a: number, b: number): number {
  return incompleteBeta(a, b, x);
}

/** The x with P(X <= x) = p for X ~ Beta(a, b); 0 < p < 1, a, b > 0. */
export function betaQuantile(p: number, a: number, b: number): number {
  requireOpenUnit("betaQuantile", p);
  const value = (x: number): number => incompleteBeta(a, b, x);
  const slope = (x: number): number => betaTerm(a, b, x, 1 - x) / (x * (1 - x));
  return invert({ value, slope, rising: true, low: 0, high: 1 }, p);
}

/**
 * P(X <= successes) for X ~ Binomial(trials, p), by the incomplete beta function (Abramowitz & Stegun 26.5.24).
 */
export function binomialCdf(successes: number, trials: number, p: number): number {
  if (successes < 0) return 0;
  if (successes >= trials) return 1;
  return incompleteBeta(trials - successes, successes + 1, 1 - p, p);
}
