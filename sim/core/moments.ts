/** Exact mean and variability of every distribution: what queueing theory and capacity checks need. */
import type { DistributionSpec } from "./distribution.ts";
import { exp, expm1, log } from "./math.ts";
import { logGamma } from "./log-gamma.ts";

/** E[X]; Infinity where it does not exist (an unbounded Pareto of shape 1 or less). */
export function distributionMean(spec: DistributionSpec): number {
  switch (spec.kind) {
    case "constant":
      return spec.value;
    case "hyperexponential":
      return spec.branches.reduce((sum, branch) => sum + branch.probability * branch.mean, 0);
    case "uniform":
      return spec.from + (spec.to - spec.from) / 2;
    case "pareto":
      return paretoMoment(spec.shape, spec.min, spec.max, 1);
    case "weibull":
      return spec.scale * exp(logGamma(1 + 1 / spec.shape));
    case "empirical":
      return weightedMean(spec.values, spec.weights);
    default:
      return spec.mean;
  }
}

/**
 * The squared coefficient of variation, variance / mean^2: 0 for a constant, 1 for an exponential. Infinity where the
 * variance does not exist; 0 where the mean is 0.
 */
export function distributionScv(spec: DistributionSpec): number {
  const mean = distributionMean(spec);
  if (mean === 0) return 0;
  if (mean === Infinity) return Infinity;
  switch (spec.kind) {
    case "constant":
      return 0;
    case "exponential":
      return 1;
    case "erlang":
      return 1 / spec.stages;
    case "hyperexponential":
      return spec.branches.reduce((sum, { probability, mean: m }) => sum + 2 * probability * squared(m / mean), -1);
    case "uniform":
      return squared((spec.to - spec.from) / mean) / 12;
    case "lognormal":
      return squared(spec.cv);
    case "pareto":
      return Math.max(0, paretoMoment(spec.shape, spec.min, spec.max, 2) / squared(mean) - 1);
    case "weibull":
      return expm1(logGamma(1 + 2 / spec.shape) - 2 * logGamma(1 + 1 / spec.shape));
    case "gamma":
      return 1 / spec.shape;
    case "geometric":
      return 1 - 1 / spec.mean;
    case "empirical":
      return weightedMean(
        spec.values.map((value) => squared(value / mean - 1)),
        spec.weights,
      );
  }
}

/** E[X^2]; Infinity where it does not exist. */
export function distributionSecondMoment(spec: DistributionSpec): number {
  const mean = distributionMean(spec);
  return mean === 0 ? 0 : mean * mean * (1 + distributionScv(spec));
}

function weightedMean(values: readonly number[], weights: readonly number[]): number {
  let sum = 0;
  let total = 0;
  values.forEach((value, i) => {
    sum += value * weights[i]!;
    total += weights[i]!;
  });
  return sum / total;
}

/** E[X^power] of a Pareto, bounded or not. */
function paretoMoment(shape: number, min: number, max: number, power: number): number {
  const scale = power === 1 ? min : min * min;
  const excess = power - shape;
  if (max === Infinity) return excess < 0 ? (scale * shape) / -excess : Infinity;
  if (max === min) return scale;
  const span = log(max / min);
  // The integral of x^(excess - 1) over [1, max/min]; by expm1 it passes smoothly through excess = 0.
  const integral = excess === 0 ? span : expm1(excess * span) / excess;
  return (scale * shape * integral) / -expm1(-shape * span);
}

function squared(x: number): number {
  return x * x;
}
