/** Student's t distribution, by the incomplete beta function (Abramowitz & Stegun 26.7.1). */
import { beyond, invert } from "./invert.ts";
import { betaTerm } from "./deviance.ts";
import { incompleteBeta } from "./incomplete-beta.ts";
import { requireOpenUnit } from "./check.ts";

/** P(T > t) for t >= 0, exact in the far tail too. */
function upperTail(t: number, freedom: number): number {
  const square = t * t;
  if (square > freedom) {
    const x = freedom / (freedom + square);
    return incompleteBeta(freedom / 2, 0.5, x, square / (freedom + square)) / 2;
  }
  // Near the centre, t is known exactly only through the other side of the symmetry.
  return 0.5 - incompleteBeta(0.5, freedom / 2, square / (freedom + square), freedom / (freedom + square)) / 2;
}

/** P(T <= t) with `freedom` > 0 degrees of freedom, whole or not. */
export function studentCdf(t: number, freedom: number): number {
  return t < 0 ? upperTail(-t, freedom) : 1 - upperTail(t, freedom);
}

function density(t: number, freedom: number): number {
  const total = freedom + t * t;
  return betaTerm(freedom / 2, 0.5, freedom / total, (t * t) / total) / t;
}

/** The t with P(T <= t) = p; 0 < p < 1. */
export function studentQuantile(p: number, freedom: number): number {
  requireOpenUnit("studentQuantile", p);
  if (!(freedom > 0)) throw new RangeError(`studentQuantile: expected degrees of freedom > 0, got ${freedom}`);
  if (p === 0.5) return 0;
  const tail = (t: number): number => upperTail(t, freedom);
  const slope = (t: number): number => density(t, freedom);
  const target = p < 0.5 ? p : 1 - p;
  const t = invert({ value: tail, slope, rising: false, low: 0, high: beyond(tail, target) }, target);
  return p < 0.5 ? -t : t;
}
