/** Refuses distributions that do not exist, naming the parameter and its value. */
import type { DistributionSpec } from "./distribution.ts";

/** Probabilities may miss 1 by this much: they were written by people, in decimals. */
const PROBABILITY_SLACK = 1e-9;

/** Throws a RangeError such as `lognormal.cv: expected >= 0, got -1` where a parameter is out of its range. */
export function checkDistribution(spec: DistributionSpec): void {
  const { kind } = spec;
  switch (kind) {
    case "constant":
      return atLeast(kind, "value", spec.value, 0);
    case "exponential":
      return atLeast(kind, "mean", spec.mean, 0);
    case "erlang":
      atLeast(kind, "mean", spec.mean, 0);
      atLeast(kind, "stages", spec.stages, 1);
      return require(Number.isInteger(spec.stages), `${kind}.stages`, "a whole number", spec.stages);
    case "hyperexponential":
      return checkBranches(spec.branches);
    case "uniform":
      atLeast(kind, "from", spec.from, 0);
      return atLeast(kind, "to", spec.to, spec.from);
    case "lognormal":
      atLeast(kind, "mean", spec.mean, 0);
      return atLeast(kind, "cv", spec.cv, 0);
    case "pareto":
      above0(kind, "shape", spec.shape);
      above0(kind, "min", spec.min);
      return require(spec.max >= spec.min, "pareto.max", `>= ${spec.min}`, spec.max);
    case "weibull":
      above0(kind, "shape", spec.shape);
      return atLeast(kind, "scale", spec.scale, 0);
    case "gamma":
      above0(kind, "shape", spec.shape);
      return atLeast(kind, "mean", spec.mean, 0);
    case "geometric":
      return atLeast(kind, "mean", spec.mean, 1);
    case "empirical":
      return checkEmpirical(spec.values, spec.weights);
  }
}

function require(fine: boolean, path: string, expected: string, got: unknown): void {
  if (!fine) throw new RangeError(`${path}: expected ${expected}, got ${String(got)}`);
}

function atLeast(kind: string, name: string, value: number, least: number): void {
  require(value >= least && value < Infinity, `${kind}.${name}`, `>= ${least} and finite`, value);
}

function above0(kind: string, name: string, value: number): void {
  require(value > 0 && value < Infinity, `${kind}.${name}`, "> 0 and finite", value);
}

function checkBranches(branches: readonly { readonly probability: number; readonly mean: number }[]): void {
  let total = 0;
  branches.forEach((branch, i) => {
    atLeast(`hyperexponential.branches[${i}]`, "probability", branch.probability, 0);
    atLeast(`hyperexponential.branches[${i}]`, "mean", branch.mean, 0);
    total += branch.probability;
  });
  const fine = Math.abs(total - 1) <= PROBABILITY_SLACK;
  require(fine, "hyperexponential.branches", "probabilities that sum to 1", `a sum of ${total}`);
}

function checkEmpirical(values: readonly number[], weights: readonly number[]): void {
  require(values.length > 0, "empirical.values", "at least one", values.length);
  require(weights.length === values.length, "empirical.weights", `${values.length} weights`, weights.length);
  values.forEach((value, i) => atLeast("empirical", `values[${i}]`, value, 0));
  weights.forEach((weight, i) => atLeast("empirical", `weights[${i}]`, weight, 0));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  require(total > 0 && total < Infinity, "empirical.weights", "a finite sum above 0", `a sum of ${total}`);
}
