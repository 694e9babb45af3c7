/** The standard normal distribution, by the incomplete gamma function: P(|Z| > z) = Q(1/2, z²/2). */
import { exp } from "../core/math.ts";
import { lowerGamma, upperGamma } from "./incomplete-gamma.ts";
import { beyond, invert } from "./invert.ts";
import { requireOpenUnit } from "./check.ts";

const INVERSE_SQRT_TWO_PI = 0.3989422804014327;

/** P(Z <= z); exact in the lower tail too. */
export function normalCdf(z: number): number {
  const half = (z * z) / 2;
  return z < 0 ? upperGamma(0.5, half) / 2 : 0.5 + lowerGamma(0.5, half) / 2;
}

/** The density at z. */
export function normalDensity(z: number): number {
  return INVERSE_SQRT_TWO_PI * exp((-z * z) / 2);
}

/** The z with P(Z <= z) = p; 0 < p < 1. */
export function normalQuantile(p: number): number {
  requireOpenUnit("normalQuantile", p);
  if (p === 0.5) return 0;
  const tail = (z: number): number => normalCdf(-z);
  const target = p < 0.5 ? p : 1 - p;
  const z = invert({ value: tail, slope: normalDensity, rising: false, low: 0, high: beyond(tail, target) }, target);
  return p < 0.5 ? -z : z;
}
