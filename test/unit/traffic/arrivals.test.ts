import { describe, expect, it } from "vitest";
import { Stream } from "../../../sim/core/random.ts";
import { NEVER } from "../../../sim/core/time.ts";
import { arrivalProcess, type OpenArrivalSpec } from "../../../sim/traffic/arrivals/index.ts";
import { FIVE_SIGMA, ksBound, ksDistance, meanOf, varianceOf } from "../../support/statistics.ts";

const SECOND = 1e9;

function processOf(spec: OpenArrivalSpec, name = "arrivals"): ReturnType<typeof arrivalProcess> {
  return arrivalProcess(spec, new Stream(1, name));
}

/** All arrivals before a time, each as often as its batch is large. */
function arrivalsUntil(spec: OpenArrivalSpec, untilNs: number, name?: string): number[] {
  const process = processOf(spec, name);
  const times: number[] = [];
  for (let time = process.nextNs(); time < untilNs; time = process.nextNs()) {
    for (let i = 0; i < process.batch; i++) times.push(time);
  }
  return times;
}

function gapsOf(times: readonly number[]): number[] {
  return times.map((time, i) => time - (i === 0 ? 0 : times[i - 1]!));
}

function countsPer(times: readonly number[], widthNs: number, windows: number): Float64Array {
  const counts = new Float64Array(windows);
  for (const time of times) if (time < widthNs * windows) counts[Math.floor(time / widthNs)]!++;
  return counts;
}

const exponentialCdf = (x: number): number => 1 - Math.exp(-x);

describe("poisson", () => {
  const times = arrivalsUntil({ kind: "poisson", ratePerSecond: 1000 }, 200 * SECOND);

  it("has independent exponential gaps (Kolmogorov-Smirnov; correlation within five standard errors)", () => {
    const gaps = gapsOf(times).map((gap) => gap / 1e6);
    expect(ksDistance(gaps, exponentialCdf)).toBeLessThan(ksBound(gaps.length));
    const products = gaps.slice(1).map((gap, i) => (gap - 1) * (gaps[i]! - 1));
    expect(Math.abs(meanOf(products))).toBeLessThan(FIVE_SIGMA / Math.sqrt(products.length));
  });

  it("has the right count, and comes at whole nanoseconds in order", () => {
    expect(Math.abs(times.length - 200_000)).toBeLessThan(FIVE_SIGMA * Math.sqrt(200_000));
    expect(times.every((time, i) => Number.isInteger(time) && time >= (times[i - 1] ?? 0))).toBe(true);
  });

  it("keeps its rate where gaps are shorter than a nanosecond", () => {
    const count = arrivalsUntil({ kind: "poisson", ratePerSecond: 4e9 }, 50_000).length;
    expect(Math.abs(count - 200_000)).toBeLessThan(FIVE_SIGMA * Math.sqrt(200_000));
  });
});

describe("regular", () => {
  it("has its first arrival one gap after 0, and no drift however long it runs", () => {
    const third = processOf({ kind: "regular", ratePerSecond: 3 });
    expect([third.nextNs(), third.nextNs(), third.nextNs()]).toEqual([333333333, 666666667, 1000000000]);
    let last = 0;
    for (let i = 3; i < 3_000_000; i++) last = third.nextNs();
    expect(last).toBe(1e6 * SECOND);
  });
});

describe("bursty", () => {
  // Two states of 1000/s and 100/s lasting 20 ms and 60 ms in the mean.
  const states = [
    { ratePerSecond: 1000, meanNs: 20e6 },
    { ratePerSecond: 100, meanNs: 60e6 },
  ];
  const [leave1, leave2, rate1, rate2] = [50, 1000 / 60, 1000, 100];
  const meanRate = (rate1 * leave2 + rate2 * leave1) / (leave1 + leave2);
  const windowSeconds = 0.1;
  const windows = 40_000;
  const times = arrivalsUntil({ kind: "bursty", states }, windows * windowSeconds * SECOND);
  const counts = countsPer(times, windowSeconds * SECOND, windows);

  /** Variance over mean of the counts: Fischer & Meier-Hellstern (1993), section on the index of dispersion. */
  function dispersion(t: number): number {
    const sum = leave1 + leave2;
    const a = (leave1 * leave2 * (rate1 - rate2) ** 2) / (sum ** 2 * (rate1 * leave2 + rate2 * leave1));
    return 1 + 2 * a - ((2 * a) / (sum * t)) * (1 - Math.exp(-sum * t));
  }

  it("has its mean rate, within five standard errors", () => {
    const standardError = Math.sqrt((meanRate * windowSeconds * dispersion(1e9)) / windows);
    expect(Math.abs(meanOf(counts) - meanRate * windowSeconds)).toBeLessThan(FIVE_SIGMA * standardError);
  });

  it("has its index of dispersion, within five standard errors of a variance", () => {
    const mean = meanOf(counts);
    const variance = varianceOf(counts);
    const fourth = meanOf(counts.map((count) => (count - mean) ** 4));
    // Neighbouring windows are correlated a little: as if there were half as many.
    const standardError = Math.sqrt((fourth - variance ** 2) / (windows / 2)) / mean;
    expect(dispersion(windowSeconds)).toBeGreaterThan(10);
    expect(Math.abs(variance / mean - dispersion(windowSeconds))).toBeLessThan(FIVE_SIGMA * standardError);
  });

  it("starts in equilibrium: the first millisecond sees the mean rate too", () => {
    const starts = 20_000;
    let seen = 0;
    for (let i = 0; i < starts; i++) seen += arrivalsUntil({ kind: "bursty", states }, 1e6, `start ${i}`).length;
    const expected = starts * meanRate * 1e-3;
    // Counts of one millisecond have nearly the dispersion of a mixture of two Poissons: 1 + variance of rate / mean rate.
    const rateVariance = (leave1 * leave2 * (rate1 - rate2) ** 2) / (leave1 + leave2) ** 2;
    const standardError = Math.sqrt(expected * (1 + (rateVariance * 1e-3) / meanRate));
    expect(Math.abs(seen - expected)).toBeLessThan(FIVE_SIGMA * standardError);
  });

  it("of one state is Poisson", () => {
    const one = arrivalsUntil({ kind: "bursty", states: [{ ratePerSecond: 1000, meanNs: 1e6 }] }, 100 * SECOND);
    const gaps = gapsOf(one).map((gap) => gap / 1e6);
    expect(ksDistance(gaps, exponentialCdf)).toBeLessThan(ksBound(gaps.length));
  });

  it("visits its states in order", () => {
    // Rates of 10^2, 10^4 and 10^6 per second in turn, each followed by about a second of silence.
    const cycle = [1e2, 0, 1e4, 0, 1e6, 0].map((ratePerSecond) => ({ ratePerSecond, meanNs: SECOND }));
    const process = processOf({ kind: "bursty", states: cycle }, "in order");
    const magnitudes: number[] = [];
    for (let [count, start, before] = [0, 0, 0]; magnitudes.length < 7; count++) {
      const time = process.nextNs();
      // The slowest state has a gap as long as this for one arrival in 22,000.
      if (time - before > 0.1 * SECOND) {
        if (count > 1) magnitudes.push(Math.round(Math.log10(count / ((before - start) / SECOND))));
        [count, start] = [0, time];
      }
      before = time;
    }
    expect(magnitudes.join(" ")).toMatch(/^(2 )?(4 )?6 2 4 6 2( 4)?( 6)?$/);
  });
});

describe("batch", () => {
  it("has Poisson times and sizes drawn per batch", () => {
    const spec: OpenArrivalSpec = { kind: "batch", batchesPerSecond: 100, size: { kind: "geometric", mean: 3 } };
    const process = processOf(spec);
    const times: number[] = [];
    const sizes: number[] = [];
    for (let i = 0; i < 100_000; i++) {
      times.push(process.nextNs());
      sizes.push(process.batch);
    }
    expect(
      ksDistance(
        gapsOf(times).map((gap) => gap / 1e7),
        exponentialCdf,
      ),
    ).toBeLessThan(ksBound(100_000));
    // A geometric of mean 3 has variance 6.
    expect(Math.abs(meanOf(sizes) - 3)).toBeLessThan(FIVE_SIGMA * Math.sqrt(6 / 100_000));
    // A size tells nothing of the gap beside it: the covariance is 0, within five standard errors.
    const products = gapsOf(times).map((gap, i) => (gap / 1e7 - 1) * (sizes[i]! - 3));
    expect(Math.abs(meanOf(products))).toBeLessThan(FIVE_SIGMA * Math.sqrt(6 / 100_000));
  });

  it("rounds sizes to whole numbers of at least 1", () => {
    const sizesOf = (value: number): number => {
      const process = processOf({ kind: "batch", batchesPerSecond: 1, size: { kind: "constant", value } });
      process.nextNs();
      return process.batch;
    };
    expect([0, 0.2, 1.4, 1.5, 7].map(sizesOf)).toEqual([1, 1, 1, 2, 7]);
  });
});

describe("nothing to come", () => {
  it.each<OpenArrivalSpec>([
    { kind: "poisson", ratePerSecond: 0 },
    { kind: "regular", ratePerSecond: 0 },
    { kind: "bursty", states: [{ ratePerSecond: 0, meanNs: 1 }] },
    { kind: "batch", batchesPerSecond: 0, size: { kind: "constant", value: 1 } },
    { kind: "schedule", points: [{ atNs: 0, ratePerSecond: 0 }], shape: "ramp", periodNs: Infinity },
    { kind: "schedule", points: [{ atNs: 0, ratePerSecond: 0 }], shape: "step", periodNs: 5 },
  ])("%j", (spec) => {
    const process = processOf(spec);
    expect([process.nextNs(), process.nextNs()]).toEqual([NEVER, NEVER]);
  });
});

describe("what cannot be is refused, with path and value", () => {
  const points = (...at: number[]): { atNs: number; ratePerSecond: number }[] =>
    at.map((atNs) => ({ atNs, ratePerSecond: 1 }));
  it.each<[OpenArrivalSpec, string]>([
    [{ kind: "poisson", ratePerSecond: -1 }, "poisson.ratePerSecond: expected >= 0 and finite, got -1"],
    [{ kind: "regular", ratePerSecond: NaN }, "regular.ratePerSecond: expected >= 0 and finite, got NaN"],
    [{ kind: "bursty", states: [] }, "bursty.states: expected at least one, got 0"],
    [
      { kind: "bursty", states: [{ ratePerSecond: 1, meanNs: 0 }] },
      "bursty.states[0].meanNs: expected > 0 and finite, got 0",
    ],
    [
      { kind: "batch", batchesPerSecond: 1, size: { kind: "constant", value: -2 } },
      "constant.value: expected >= 0 and finite, got -2",
    ],
    [
      { kind: "schedule", points: [], shape: "ramp", periodNs: Infinity },
      "schedule.points: expected at least one, got 0",
    ],
    [
      { kind: "schedule", points: points(5, 3), shape: "ramp", periodNs: Infinity },
      "schedule.points[1].atNs: expected >= 5, got 3",
    ],
    [
      { kind: "schedule", points: points(0, 30), shape: "ramp", periodNs: 20 },
      "schedule.points[1].atNs: expected within the period of 20, got 30",
    ],
  ])("%j", (spec, message) => {
    expect(() => processOf(spec)).toThrow(new RangeError(message));
  });
});
