/** Service times as the formulas want them: two moments, or a Laplace-Stieltjes transform. */
import { add, complex, divide, power, scale, type Complex } from "./complex.ts";

/** A service time by its first two moments. */
export interface ServiceMoments {
  readonly mean: number;
  /** E[S²] = mean² (1 + scv). */
  readonly secondMoment: number;
}

/** A service time whose Laplace-Stieltjes transform E[exp(-sS)] is known. */
export interface ServiceTransform extends ServiceMoments {
  transform(s: Complex): Complex;
}

/** Gamma service of this mean and shape; shape 1 is exponential, a whole shape k is Erlang-k. */
export function gammaService(mean: number, shape: number): ServiceTransform {
  const stage = mean / shape;
  return {
    mean,
    secondMoment: mean * mean * (1 + 1 / shape),
    transform: (s) => power(add(complex(1), scale(s, stage)), -shape),
  };
}

/** One exponential among several. */
export function hyperexponentialService(
  branches: readonly { readonly probability: number; readonly mean: number }[],
): ServiceTransform {
  const sum = (value: (mean: number) => number): number =>
    branches.reduce((total, branch) => total + branch.probability * value(branch.mean), 0);
  return {
    mean: sum((mean) => mean),
    secondMoment: sum((mean) => 2 * mean * mean),
    transform: (s) =>
      branches.reduce(
        (total, branch) => add(total, divide(complex(branch.probability), add(complex(1), scale(s, branch.mean)))),
        complex(0),
      ),
  };
}
