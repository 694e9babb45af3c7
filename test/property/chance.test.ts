import fc from "fast-check";
import { describe, it } from "vitest";
import type { DistributionSpec } from "../../sim/core/distribution.ts";
import { distributionMean, distributionScv } from "../../sim/core/moments.ts";
import { RandomStreams, Stream } from "../../sim/core/random.ts";
import { sampler } from "../../sim/core/samplers.ts";
import { arrivalProcess, type OpenArrivalSpec } from "../../sim/traffic/arrivals/index.ts";
import { meanRatePerSecond } from "../../sim/traffic/offered-rate.ts";

const OPTIONS = { seed: 20_261_122, numRuns: 300 };

const positive = fc.double({ min: 1e-3, max: 1e9, noNaN: true });
const shape = fc.double({ min: 0.05, max: 50, noNaN: true });
const rate = fc.oneof(fc.constant(0), fc.double({ min: 1e-3, max: 1e6, noNaN: true }));

const distribution: fc.Arbitrary<DistributionSpec> = fc.oneof(
  fc.record({ kind: fc.constant("constant" as const), value: positive }),
  fc.record({ kind: fc.constant("exponential" as const), mean: positive }),
  fc.record({ kind: fc.constant("erlang" as const), mean: positive, stages: fc.integer({ min: 1, max: 30 }) }),
  fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), positive, positive).map(([p, a, b]) => ({
    kind: "hyperexponential" as const,
    branches: [
      { probability: p, mean: a },
      { probability: 1 - p, mean: b },
    ],
  })),
  fc
    .tuple(positive, positive)
    .map(([a, b]) => ({ kind: "uniform" as const, from: Math.min(a, b), to: Math.max(a, b) })),
  fc.record({
    kind: fc.constant("lognormal" as const),
    mean: positive,
    cv: fc.double({ min: 0, max: 20, noNaN: true }),
  }),
  fc
    .tuple(shape, positive, fc.oneof(fc.constant(Infinity), fc.double({ min: 1, max: 1e6, noNaN: true })))
    .map(([alpha, min, factor]) => ({ kind: "pareto" as const, shape: alpha, min, max: min * factor })),
  fc.record({ kind: fc.constant("weibull" as const), shape, scale: positive }),
  fc.record({ kind: fc.constant("gamma" as const), mean: positive, shape }),
  fc.record({ kind: fc.constant("geometric" as const), mean: fc.double({ min: 1, max: 1e6, noNaN: true }) }),
  fc.array(fc.tuple(positive, positive), { minLength: 1, maxLength: 20 }).map((pairs) => ({
    kind: "empirical" as const,
    values: pairs.map(([value]) => value),
    weights: pairs.map(([, weight]) => weight),
  })),
);

const schedule: fc.Arbitrary<OpenArrivalSpec> = fc
  .record({
    gapsNs: fc.array(fc.integer({ min: 0, max: 1e9 }), { minLength: 1, maxLength: 6 }),
    rates: fc.array(rate, { minLength: 6, maxLength: 6 }),
    shape: fc.constantFrom("ramp" as const, "step" as const),
    restNs: fc.oneof(fc.constant(Infinity), fc.integer({ min: 1, max: 1e9 })),
  })
  .map(({ gapsNs, rates, shape, restNs }) => {
    let atNs = 0;
    const points = gapsNs.map((gapNs, i) => ({ atNs: (atNs += gapNs), ratePerSecond: rates[i]! }));
    return { kind: "schedule" as const, points, shape, periodNs: atNs + restNs };
  });

const arrivals: fc.Arbitrary<OpenArrivalSpec> = fc.oneof(
  fc.record({ kind: fc.constantFrom("poisson" as const, "regular" as const), ratePerSecond: rate }),
  fc.record({
    kind: fc.constant("bursty" as const),
    states: fc.array(fc.record({ ratePerSecond: rate, meanNs: fc.integer({ min: 1e6, max: 1e9 }) }), {
      minLength: 1,
      maxLength: 4,
    }),
  }),
  fc.record({ kind: fc.constant("batch" as const), batchesPerSecond: rate, size: distribution }),
  schedule,
);

/** A method call on a stream: what may be interleaved. */
const call = fc.constantFrom<(stream: Stream) => number>(
  (stream) => stream.u32(),
  (stream) => stream.unit(),
  (stream) => stream.below(7),
  (stream) => stream.exponential(3),
  (stream) => stream.normal(),
);

describe("streams", () => {
  it("draw what they draw alone, whatever other streams are made and drawn from in between", () => {
    const step = fc.tuple(fc.constantFrom("a", "b", "a/b", "", "ä"), call);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 32 }), fc.array(step, { maxLength: 60 }), (seed, steps) => {
        const streams = new RandomStreams(seed);
        const together = steps.map(([name, draw]) => [name, draw(streams.stream(name))] as const);
        for (const name of new Set(steps.map(([each]) => each))) {
          const alone = new Stream(seed, name);
          const expected = steps.filter(([each]) => each === name).map(([, draw]) => draw(alone));
          const got = together.filter(([each]) => each === name).map(([, value]) => value);
          if (expected.some((value, i) => value !== got[i])) throw new Error(`stream "${name}" was disturbed`);
        }
      }),
      OPTIONS,
    );
  });

  it("have a digest that any one draw changes", () => {
    const names = fc.array(fc.constantFrom("a", "b", "c"), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(names, fc.nat(), call, (drawn, chosen, draw) => {
        const streams = new RandomStreams(1);
        for (const name of drawn) streams.stream(name).u32();
        const before = streams.digest();
        draw(streams.stream(drawn[chosen % drawn.length]!));
        return streams.digest() !== before;
      }),
      OPTIONS,
    );
  });

  it("draw below any bound whole numbers below it", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 32 }), fc.string(), (bound, name) => {
        const stream = new Stream(1, name);
        return Array.from({ length: 20 }, () => stream.below(bound)).every(
          (draw) => Number.isInteger(draw) && draw >= 0 && draw < bound,
        );
      }),
      OPTIONS,
    );
  });
});

/** The least and the greatest value. */
function supportOf(spec: DistributionSpec): readonly [number, number] {
  switch (spec.kind) {
    case "constant":
      return [spec.value, spec.value];
    case "uniform":
      return [spec.from, spec.to];
    case "pareto":
      return [spec.min, spec.max];
    case "geometric":
      return [1, Infinity];
    case "empirical":
      return [Math.min(...spec.values), Math.max(...spec.values)];
    default:
      return [0, Infinity];
  }
}

describe("distributions", () => {
  it("of any parameters draw numbers of their support, the same from the same stream", () => {
    fc.assert(
      fc.property(distribution, (spec) => {
        const [one, two] = [sampler(spec, new Stream(1, "x")), sampler(spec, new Stream(1, "x"))];
        const [least, greatest] = supportOf(spec);
        return Array.from({ length: 50 }, () => one.draw()).every(
          (value) => value === two.draw() && value >= least && value <= greatest,
        );
      }),
      OPTIONS,
    );
  });

  it("of any parameters have a mean within their support and a variability that is not negative", () => {
    fc.assert(
      fc.property(distribution, (spec) => {
        const [least, greatest] = supportOf(spec);
        const mean = distributionMean(spec);
        // Sums of weights and expm1 carry rounding errors of some units in the last place.
        const slack = 1 + 1e-12;
        return mean * slack >= least && mean <= greatest * slack && distributionScv(spec) >= -1e-12;
      }),
      OPTIONS,
    );
  });
});

describe("arrivals", () => {
  it("of any kind come in order, at whole nanoseconds, in whole batches, the same from the same stream", () => {
    fc.assert(
      fc.property(arrivals, (spec) => {
        const [one, two] = [arrivalProcess(spec, new Stream(1, "x")), arrivalProcess(spec, new Stream(1, "x"))];
        let before = 0;
        for (let i = 0; i < 50; i++) {
          const time = one.nextNs();
          if (time !== two.nextNs() || one.batch !== two.batch) return false;
          if (!(time >= before) || !(time === Infinity || Number.isInteger(time))) return false;
          if (!(one.batch >= 1 && Math.floor(one.batch) === one.batch)) return false;
          before = time;
        }
        return true;
      }),
      OPTIONS,
    );
  });

  it("of any schedule expect never fewer arrivals in a longer time", () => {
    fc.assert(
      fc.property(schedule, fc.integer({ min: 1, max: 1e10 }), fc.integer({ min: 0, max: 1e10 }), (spec, ns, more) => {
        const expected = (durationNs: number): number => meanRatePerSecond(spec, durationNs)! * durationNs;
        return expected(ns + more) >= expected(ns) * (1 - 1e-9);
      }),
      OPTIONS,
    );
  });
});
