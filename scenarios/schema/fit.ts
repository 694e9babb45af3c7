/** Parameters of distributions that follow from what people know better: the mean and the coefficient of variation. */
import { distributionMean, type HyperexponentialBranch } from "../../sim/index.ts";

/**
 * Two branches with balanced means (p1·m1 = p2·m2), the usual two-moment fit for cv >= 1: Tijms, "A First Course in
 * Stochastic Models" (2003), appendix B.
 */
export function hyperexponentialBranches(mean: number, cv: number): readonly HyperexponentialBranch[] {
  const scv = cv * cv;
  const first = (1 + Math.sqrt((scv - 1) / (scv + 1))) / 2;
  const second = 1 - first;
  return [
    { probability: first, mean: mean / (2 * first) },
    { probability: second, mean: mean / (2 * second) },
  ];
}

/** The smallest value of a Pareto distribution with this mean; `max` may be Infinity where `shape` is above 1. */
export function paretoMinimum(shape: number, mean: number, max: number): number {
  if (max === Infinity) return (mean * (shape - 1)) / shape;
  // The mean of the bounded distribution grows with its minimum and has no closed inverse: halve until doubles run out.
  let [low, high] = [0, mean];
  for (;;) {
    const middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) return high;
    if (distributionMean({ kind: "pareto", shape, min: middle, max }) < mean) low = middle;
    else high = middle;
  }
}

/** The scale of a Weibull distribution with this mean. */
export function weibullScale(shape: number, mean: number): number {
  return mean / distributionMean({ kind: "weibull", shape, scale: 1 });
}
