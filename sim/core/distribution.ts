/** The shapes of chance that a scenario may name. Values are in the caller's unit: nanoseconds, bytes or a count. */
export type DistributionSpec =
  | { readonly kind: "constant"; readonly value: number }
  | { readonly kind: "exponential"; readonly mean: number }
  /** The sum of `stages` exponentials; squared coefficient of variation 1/stages. */
  | { readonly kind: "erlang"; readonly mean: number; readonly stages: number }
  /** One exponential among several; the probabilities sum to 1. */
  | { readonly kind: "hyperexponential"; readonly branches: readonly HyperexponentialBranch[] }
  | { readonly kind: "uniform"; readonly from: number; readonly to: number }
  /** `mean` and `cv` (standard deviation / mean) of the value itself, not of its logarithm. */
  | { readonly kind: "lognormal"; readonly mean: number; readonly cv: number }
  /** P(X > x) ~ (min/x)^shape from `min` on; bounded (truncated and rescaled) at `max`, `Infinity` for none. */
  | { readonly kind: "pareto"; readonly shape: number; readonly min: number; readonly max: number }
  | { readonly kind: "weibull"; readonly shape: number; readonly scale: number }
  | { readonly kind: "gamma"; readonly mean: number; readonly shape: number }
  /** Whole numbers from 1 on with this mean (>= 1). */
  | { readonly kind: "geometric"; readonly mean: number }
  /** One of the values, with these relative weights. */
  | { readonly kind: "empirical"; readonly values: readonly number[]; readonly weights: readonly number[] };

export interface HyperexponentialBranch {
  readonly probability: number;
  readonly mean: number;
}
