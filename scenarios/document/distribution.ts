/** Distributions in the language: a constant is its value, a list of equal weights a list, the rest by name. */
import type { DistributionSpec } from "../../sim/index.ts";
import { formatDuration } from "../units/duration.ts";
import { formatSize } from "../units/size.ts";

type Format = (value: number) => string | number;

/** Of times in nanoseconds. */
export function timesDocument(spec: DistributionSpec): unknown {
  return distributionDocument(spec, formatDuration);
}

/** Of sizes in bytes. */
export function sizesDocument(spec: DistributionSpec): unknown {
  return distributionDocument(spec, formatSize);
}

/** Of counts. */
export function countsDocument(spec: DistributionSpec): unknown {
  return distributionDocument(spec, (value) => value);
}

function distributionDocument(spec: DistributionSpec, format: Format): unknown {
  switch (spec.kind) {
    case "constant":
      return format(spec.value);
    case "exponential":
      return { exponential: format(spec.mean) };
    case "erlang":
      return { erlang: { mean: format(spec.mean), stages: spec.stages } };
    case "hyperexponential":
      return {
        hyperexponential: {
          branches: spec.branches.map(({ probability, mean }) => ({ probability, mean: format(mean) })),
        },
      };
    case "uniform":
      return { uniform: { from: format(spec.from), to: format(spec.to) } };
    case "lognormal":
      return { lognormal: { mean: format(spec.mean), cv: spec.cv } };
    case "pareto": {
      const max = spec.max === Infinity ? {} : { max: format(spec.max) };
      return { pareto: { shape: spec.shape, min: format(spec.min), ...max } };
    }
    case "weibull":
      return { weibull: { shape: spec.shape, scale: format(spec.scale) } };
    case "gamma":
      return { gamma: { mean: format(spec.mean), shape: spec.shape } };
    case "geometric":
      return { geometric: spec.mean };
    case "empirical":
      return empirical(spec.values.map(format), spec.weights);
  }
}

function empirical(values: readonly (string | number)[], weights: readonly number[]): unknown {
  return weights.every((weight) => weight === 1) ? values : { empirical: { values, weights } };
}
