/** From a distribution as data to something that draws from it. */
import { checkDistribution } from "./distribution-check.ts";
import type { DistributionSpec } from "./distribution.ts";
import { distributionMean } from "./moments.ts";
import type { Random } from "./random.ts";
import {
  ConstantSampler,
  ExponentialSampler,
  GeometricSampler,
  LognormalSampler,
  ParetoSampler,
  UniformSampler,
  WeibullSampler,
} from "./samplers/elementary.ts";
import { ErlangSampler, GammaSampler, MAX_SUMMED_STAGES } from "./samplers/gamma.ts";
import { EmpiricalSampler, HyperexponentialSampler } from "./samplers/mixture.ts";
import type { Sampler } from "./samplers/sampler.ts";

export type { Sampler } from "./samplers/sampler.ts";

/** A sampler of the distribution over a stream. Throws a RangeError that names the parameter where one is out of range. */
export function sampler(spec: DistributionSpec, random: Random): Sampler {
  checkDistribution(spec);
  const mean = distributionMean(spec);
  switch (spec.kind) {
    case "constant":
      return new ConstantSampler(spec.value);
    case "exponential":
      return new ExponentialSampler(mean, random);
    case "erlang":
      if (spec.stages > MAX_SUMMED_STAGES) return new GammaSampler(mean, spec.stages, random);
      return new ErlangSampler(mean, spec.stages, random);
    case "hyperexponential":
      return new HyperexponentialSampler(spec.branches, mean, random);
    case "uniform":
      return new UniformSampler(spec.from, spec.to, random);
    case "lognormal":
      return new LognormalSampler(mean, spec.cv, random);
    case "pareto":
      if (spec.max === spec.min) return new ConstantSampler(spec.min);
      return new ParetoSampler(spec.shape, spec.min, spec.max, mean, random);
    case "weibull":
      return new WeibullSampler(spec.shape, spec.scale, mean, random);
    case "gamma":
      return new GammaSampler(mean, spec.shape, random);
    case "geometric":
      return new GeometricSampler(mean, random);
    case "empirical":
      return new EmpiricalSampler(spec.values, spec.weights, mean, random);
  }
}
