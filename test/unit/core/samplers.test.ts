import { describe, expect, it } from "vitest";
import { Digest } from "../../../sim/core/digest.ts";
import type { DistributionSpec } from "../../../sim/core/distribution.ts";
import { distributionMean, distributionScv, distributionSecondMoment } from "../../../sim/core/moments.ts";
import { Stream } from "../../../sim/core/random.ts";
import { sampler } from "../../../sim/core/samplers.ts";
import {
  chiSquare,
  chiSquareBound,
  FIVE_SIGMA,
  ksBound,
  ksDistance,
  lowerGamma,
  meanOf,
  normalCdf,
  sampleOf,
  varianceOf,
} from "../../support/statistics.ts";

const DRAWS = 200_000;

function draws(spec: DistributionSpec, count = DRAWS): Float64Array {
  const made = sampler(spec, new Stream(1, JSON.stringify(spec)));
  return sampleOf(count, () => made.draw());
}

const exponentialCdf = (x: number): number => 1 - Math.exp(-x);
const paretoCdf =
  (shape: number, min: number, max: number) =>
  (x: number): number =>
    (1 - (min / x) ** shape) / (1 - (min / max) ** shape);
/** Γ(1.4), Γ(1.5) and factorials: Abramowitz & Stegun, table 6.1. */
const GAMMA_1_4 = 0.8872638175;
const HALF_ROOT_PI = Math.sqrt(Math.PI) / 2;

/** Each with its distribution function, mean and squared coefficient of variation, all written out by hand. */
const CONTINUOUS: readonly (readonly [DistributionSpec, (x: number) => number, number, number])[] = [
  [{ kind: "exponential", mean: 2 }, (x) => exponentialCdf(x / 2), 2, 1],
  [{ kind: "erlang", mean: 6, stages: 1 }, (x) => exponentialCdf(x / 6), 6, 1],
  [{ kind: "erlang", mean: 6, stages: 3 }, (x) => lowerGamma(3, x / 2, 6), 6, 1 / 3],
  [{ kind: "erlang", mean: 18, stages: 9 }, (x) => lowerGamma(9, x / 2, 362880), 18, 1 / 9],
  [
    {
      kind: "hyperexponential",
      branches: [
        { probability: 0.9, mean: 1 },
        { probability: 0.1, mean: 11 },
      ],
    },
    (x) => 0.9 * exponentialCdf(x) + 0.1 * exponentialCdf(x / 11),
    2,
    (2 * (0.9 + 12.1)) / 4 - 1,
  ],
  [{ kind: "uniform", from: 1, to: 5 }, (x) => (x - 1) / 4, 3, 16 / 12 / 9],
  [
    { kind: "lognormal", mean: 3, cv: 1.5 },
    (x) => normalCdf((Math.log(x / 3) + Math.log(3.25) / 2) / Math.sqrt(Math.log(3.25))),
    3,
    2.25,
  ],
  [{ kind: "pareto", shape: 1, min: 1, max: 100 }, paretoCdf(1, 1, 100), Math.log(100) / 0.99, 0],
  [{ kind: "pareto", shape: 1.5, min: 2, max: 2e4 }, paretoCdf(1.5, 2, 2e4), 0, 0],
  [{ kind: "pareto", shape: 2, min: 1, max: 10 }, paretoCdf(2, 1, 10), (2 * 0.9) / 0.99, 0],
  [{ kind: "pareto", shape: 5, min: 4, max: Infinity }, paretoCdf(5, 4, Infinity), 5, 1 / 15],
  [{ kind: "weibull", shape: 0.5, scale: 2 }, (x) => exponentialCdf(Math.sqrt(x / 2)), 4, 5],
  [{ kind: "weibull", shape: 2, scale: 3 }, (x) => exponentialCdf((x / 3) ** 2), 3 * HALF_ROOT_PI, 4 / Math.PI - 1],
  [{ kind: "gamma", mean: 2, shape: 0.4 }, (x) => lowerGamma(0.4, x / 5, GAMMA_1_4), 2, 2.5],
  [{ kind: "gamma", mean: 8, shape: 4 }, (x) => lowerGamma(4, x / 2, 24), 8, 0.25],
  [{ kind: "gamma", mean: 1, shape: 1 }, exponentialCdf, 1, 1],
];

/** Mean of x^power of a bounded Pareto by Simpson's rule in ln x: what the closed form is held against. */
function paretoMoment(spec: { shape: number; min: number; max: number }, power: number): number {
  const steps = 20_000;
  const width = Math.log(spec.max / spec.min) / steps;
  let sum = 0;
  for (let i = 0; i <= steps; i++) {
    const weight = i === 0 || i === steps ? 1 : i % 2 === 1 ? 4 : 2;
    sum += weight * Math.exp((power - spec.shape) * i * width);
  }
  const kept = 1 - (spec.min / spec.max) ** spec.shape;
  return (spec.min ** power * spec.shape * sum * width) / 3 / kept;
}

describe.each(CONTINUOUS)("%j", (spec, cdf, mean, scv) => {
  const sample = draws(spec);

  it("follows its distribution function (Kolmogorov-Smirnov)", () => {
    expect(ksDistance(sample, cdf)).toBeLessThan(ksBound(DRAWS));
  });

  it("has the mean that it states, within five standard errors", () => {
    const stated = sampler(spec, new Stream(1, "x")).mean;
    expect(stated).toBe(distributionMean(spec));
    if (mean > 0) expect(stated / mean).toBeCloseTo(1, 12);
    const standardError = Math.sqrt((distributionScv(spec) * stated * stated) / DRAWS);
    expect(Math.abs(meanOf(sample) - stated)).toBeLessThan(FIVE_SIGMA * standardError);
  });

  it("has the variability that is stated", () => {
    const stated = distributionScv(spec);
    if (scv > 0) expect(stated / scv).toBeCloseTo(1, 12);
    if (spec.kind === "pareto" && spec.max < Infinity) {
      expect(distributionMean(spec) / paretoMoment(spec, 1)).toBeCloseTo(1, 9);
      expect(distributionSecondMoment(spec) / paretoMoment(spec, 2)).toBeCloseTo(1, 9);
    }
    const squares = sample.map((x) => x * x);
    const standardError = Math.sqrt(varianceOf(squares) / DRAWS);
    expect(Math.abs(meanOf(squares) - distributionSecondMoment(spec))).toBeLessThan(FIVE_SIGMA * standardError);
  });
});

// The same on every engine, since nothing but IEEE arithmetic goes into a draw. A change of it changes users' results.
describe("draws of all these distributions", () => {
  it("are the same bits as ever", () => {
    const digest = new Digest();
    for (const [spec] of CONTINUOUS) for (const x of draws(spec, 1000)) digest.fold(x);
    expect(digest.hex()).toBe("24660d47cd39ab65");
  });
});

describe("whole and listed values", () => {
  it.each([1, 1.5, 4, 50])("geometric of mean %d has each probability (chi-square)", (mean) => {
    const sample = draws({ kind: "geometric", mean });
    const p = 1 / mean;
    const probability = (k: number): number => p * (1 - p) ** (k - 1);
    let cells = 1;
    while (DRAWS * probability(cells + 1) >= 10 && cells < 400) cells++;
    const counts = new Float64Array(cells + 1);
    for (const x of sample) counts[Math.min(cells, x - 1)]!++;
    const expected = Array.from({ length: cells }, (_, i) => DRAWS * probability(i + 1));
    const rest = DRAWS * (1 - p) ** cells;
    expect(sample.every((x) => Number.isInteger(x) && x >= 1)).toBe(true);
    if (rest < 5) expect(counts[cells]).toBeLessThan(rest + FIVE_SIGMA * Math.sqrt(rest) + 5);
    const observed = rest < 5 ? counts.subarray(0, cells) : counts;
    expect(chiSquare(observed, rest < 5 ? expected : [...expected, rest])).toBeLessThanOrEqual(
      chiSquareBound(cells + 1),
    );
    expect(distributionMean({ kind: "geometric", mean })).toBe(mean);
    expect(distributionScv({ kind: "geometric", mean })).toBeCloseTo((1 - p) / p ** 2 / mean ** 2, 13);
  });

  it("empirical has each weight (chi-square), and none where the weight is 0", () => {
    const values = [5, 1, 2, 7, 9, 11];
    const weights = [1, 10, 0, 0.5, 3, 100];
    const spec: DistributionSpec = { kind: "empirical", values, weights };
    const counts = new Map<number, number>();
    for (const x of draws(spec)) counts.set(x, (counts.get(x) ?? 0) + 1);
    expect(counts.has(2)).toBe(false);
    const present = values.filter((value) => value !== 2);
    const share = (value: number): number => (DRAWS * weights[values.indexOf(value)]!) / 114.5;
    expect(
      chiSquare(
        present.map((v) => counts.get(v) ?? 0),
        present.map(share),
      ),
    ).toBeLessThan(chiSquareBound(5));
    const mean = (5 + 10 + 3.5 + 27 + 1100) / 114.5;
    expect(distributionMean(spec)).toBeCloseTo(mean, 12);
    const second = (25 + 10 + 24.5 + 243 + 12100) / 114.5;
    expect(distributionScv(spec)).toBeCloseTo(second / mean ** 2 - 1, 12);
  });

  it("empirical serves a hundred thousand values as well as one", () => {
    const values = Array.from({ length: 100_000 }, (_, i) => i);
    const weights = values.map((i) => i % 7);
    const counts = new Float64Array(7);
    for (const x of draws({ kind: "empirical", values, weights })) counts[x % 7]!++;
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const expected = [1, 2, 3, 4, 5, 6].map((r) => (DRAWS * r * values.filter((i) => i % 7 === r).length) / total);
    expect(counts[0]).toBe(0);
    expect(chiSquare(counts.subarray(1), expected)).toBeLessThan(chiSquareBound(6));
    expect(new Set(draws({ kind: "empirical", values: [3], weights: [2] }, 100))).toEqual(new Set([3]));
  });

  it("a constant is itself and takes nothing from its stream", () => {
    const stream = new Stream(1, "constant");
    expect(sampler({ kind: "constant", value: 3.5 }, stream).draw()).toBe(3.5);
    expect(stream.u32()).toBe(new Stream(1, "constant").u32());
    expect(distributionScv({ kind: "constant", value: 3.5 })).toBe(0);
    expect(distributionSecondMoment({ kind: "constant", value: 3 })).toBe(9);
  });
});

describe("bounds and edges", () => {
  it("draws stay within their support", () => {
    for (const x of [
      draws({ kind: "uniform", from: 2, to: 3 }),
      draws({ kind: "pareto", shape: 0.1, min: 2, max: 3 }),
    ]) {
      expect(x.every((value) => value >= 2 && value <= 3)).toBe(true);
    }
  });

  it.each<DistributionSpec>([
    { kind: "exponential", mean: 0 },
    { kind: "erlang", mean: 0, stages: 7 },
    { kind: "lognormal", mean: 0, cv: 2 },
    { kind: "gamma", mean: 0, shape: 0.3 },
    { kind: "weibull", shape: 0.3, scale: 0 },
    { kind: "uniform", from: 0, to: 0 },
  ])("%j is always 0", (spec) => {
    expect(draws(spec, 1000).every((x) => x === 0)).toBe(true);
    expect(distributionMean(spec)).toBe(0);
    expect(distributionScv(spec)).toBe(0);
    expect(distributionSecondMoment(spec)).toBe(0);
  });

  it.each<[DistributionSpec, number]>([
    [{ kind: "lognormal", mean: 5, cv: 0 }, 5],
    [{ kind: "pareto", shape: 1.2, min: 4, max: 4 }, 4],
    [{ kind: "geometric", mean: 1 }, 1],
  ])("%j is always %d", (spec, value) => {
    expect(draws(spec, 1000).every((x) => x === value)).toBe(true);
    expect(distributionMean(spec)).toBe(value);
    expect(distributionScv(spec)).toBe(0);
  });

  it("moments that do not exist are infinite", () => {
    const pareto = (shape: number): DistributionSpec => ({ kind: "pareto", shape, min: 1, max: Infinity });
    expect([1, 1.5, 2].map((shape) => distributionMean(pareto(shape)))).toEqual([Infinity, 3, 2]);
    expect([1, 1.5, 2].map((shape) => distributionScv(pareto(shape)))).toEqual([Infinity, Infinity, Infinity]);
    expect(distributionSecondMoment(pareto(2))).toBe(Infinity);
    expect(distributionSecondMoment(pareto(3))).toBeCloseTo(3, 12);
  });

  it("a Weibull of extreme shape keeps its moments", () => {
    expect(distributionMean({ kind: "weibull", shape: 0.1, scale: 1 })).toBeCloseTo(3628800, 4);
    expect(distributionScv({ kind: "weibull", shape: 500, scale: 1 })).toBeCloseTo(Math.PI ** 2 / 6 / 500 ** 2, 7);
  });
});

describe("what does not exist is refused, with path and value", () => {
  it.each<[DistributionSpec, string]>([
    [{ kind: "constant", value: -1 }, "constant.value: expected >= 0 and finite, got -1"],
    [{ kind: "exponential", mean: Infinity }, "exponential.mean: expected >= 0 and finite, got Infinity"],
    [{ kind: "erlang", mean: 1, stages: 1.5 }, "erlang.stages: expected a whole number, got 1.5"],
    [{ kind: "erlang", mean: 1, stages: 0 }, "erlang.stages: expected >= 1 and finite, got 0"],
    [{ kind: "uniform", from: 2, to: 1 }, "uniform.to: expected >= 2 and finite, got 1"],
    [{ kind: "lognormal", mean: 1, cv: -1 }, "lognormal.cv: expected >= 0 and finite, got -1"],
    [{ kind: "pareto", shape: 0, min: 1, max: 2 }, "pareto.shape: expected > 0 and finite, got 0"],
    [{ kind: "pareto", shape: 1, min: 3, max: 2 }, "pareto.max: expected >= 3, got 2"],
    [{ kind: "weibull", shape: NaN, scale: 1 }, "weibull.shape: expected > 0 and finite, got NaN"],
    [{ kind: "gamma", mean: 1, shape: 0 }, "gamma.shape: expected > 0 and finite, got 0"],
    [{ kind: "geometric", mean: 0.5 }, "geometric.mean: expected >= 1 and finite, got 0.5"],
    [{ kind: "empirical", values: [], weights: [] }, "empirical.values: expected at least one, got 0"],
    [
      { kind: "empirical", values: [1], weights: [0] },
      "empirical.weights: expected a finite sum above 0, got a sum of 0",
    ],
    [{ kind: "empirical", values: [1, 2], weights: [1] }, "empirical.weights: expected 2 weights, got 1"],
    [
      { kind: "hyperexponential", branches: [{ probability: 0.5, mean: 1 }] },
      "hyperexponential.branches: expected probabilities that sum to 1, got a sum of 0.5",
    ],
    [
      { kind: "hyperexponential", branches: [{ probability: 1, mean: -2 }] },
      "hyperexponential.branches[0].mean: expected >= 0 and finite, got -2",
    ],
  ])("%j", (spec, message) => {
    expect(() => sampler(spec, new Stream(1, "x"))).toThrow(new RangeError(message));
  });
});
