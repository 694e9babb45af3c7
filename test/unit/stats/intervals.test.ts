/** Intervals of means, fractions, quantiles and ratios against published figures, and their coverage where it is exact. */
import { describe, expect, it } from "vitest";
import { RandomStreams } from "../../../sim/core/random.ts";
import { clopperPearson, fractionInterval } from "../../../sim/stats/fraction-interval.ts";
import { rescaled } from "../../../sim/stats/interval.ts";
import { meanInterval, replicationsFor } from "../../../sim/stats/mean-interval.ts";
import { medianInterval, quantileInterval } from "../../../sim/stats/quantile-interval.ts";
import { fiellerInterval, logRatioInterval } from "../../../sim/stats/ratio-interval.ts";
import { meanOf, quantileOfSorted, varianceOf } from "../../../sim/stats/sample.ts";
import { guardedBounds } from "../../../sim/stats/skewness.ts";
import { studentQuantile } from "../../../sim/stats/student.ts";
import { binomialCdf } from "../../../sim/stats/beta.ts";

describe("the interval of a mean", () => {
  // Law, Simulation Modeling and Analysis, example 4.27.
  const bulbs = [1.2, 1.5, 1.68, 1.89, 0.95, 1.49, 1.58, 1.55, 0.5, 1.09];

  it("is Law's", () => {
    const { estimate, low, high, halfWidth, count } = meanInterval(bulbs, 0.9);
    expect(estimate).toBeCloseTo(1.343, 10);
    expect([low, high]).toEqual([expect.closeTo(1.1057465855, 9), expect.closeTo(1.5802534145, 9)]);
    expect(halfWidth).toBeCloseTo(0.2372534145, 9);
    expect(count).toBe(10);
  });

  it("has no bounds from one value and no width from equal ones", () => {
    expect(meanInterval([3], 0.95)).toEqual({
      estimate: 3,
      low: -Infinity,
      high: Infinity,
      halfWidth: Infinity,
      count: 1,
    });
    expect(meanInterval([0.1, 0.1, 0.1], 0.95)).toMatchObject({ low: 0.1, high: 0.1, halfWidth: 0 });
    expect(() => meanInterval([], 0.95)).toThrow("meanInterval: expected at least 1 values, got 0");
    expect(() => meanInterval([1], 95)).toThrow("confidence: expected a number between 0 and 1, got 95");
  });

  it("says how many replications a width needs", () => {
    expect(replicationsFor(4, 0.5, 0.95)).toBe(64);
    expect(replicationsFor(1, 1, 0.95)).toBe(7);
    expect(replicationsFor(0, 0.5, 0.95)).toBe(2);
    expect(replicationsFor(4, 0, 0.95)).toBe(Infinity);
  });

  it("changes its unit", () => {
    expect(rescaled({ estimate: 2, low: 1, high: 4, halfWidth: 1.5, count: 7 }, -10, 1)).toEqual({
      estimate: -19,
      low: -39,
      high: -9,
      halfWidth: 15,
      count: 7,
    });
  });
});

describe("the interval of a fraction", () => {
  it.each([
    [4, 20, 0.057333997050888, 0.43661400299649],
    [10, 100, 0.0490046887, 0.176222597],
  ])("%d of %d is Clopper and Pearson's", (events, trials, low, high) => {
    const found = clopperPearson(events, trials, 0.95);
    expect(found.low).toBeCloseTo(low, 8);
    expect(found.high).toBeCloseTo(high, 8);
  });

  it("of none seen is the rule of three", () => {
    expect(clopperPearson(0, 1000, 0.95)).toMatchObject({
      estimate: 0,
      low: 0,
      high: expect.closeTo(1 - 0.05 ** 0.001, 12),
    });
    expect(clopperPearson(0, 1000, 0.95).high).toBeCloseTo(0.003, 4);
    expect(clopperPearson(7, 7, 0.95)).toMatchObject({
      estimate: 1,
      high: 1,
      low: expect.closeTo(0.05 ** (1 / 7), 12),
    });
    expect(() => clopperPearson(3, 2, 0.95)).toThrow("expected 0 <= events <= trials > 0, got 3 of 2");
  });

  it("of none seen in any run says both what messages and what runs say", () => {
    const none = fractionInterval([0, 0, 0, 0, 0, 0, 0, 0, 0, 0], new Array<number>(10).fill(100), 0.95);
    expect(none).toMatchObject({
      estimate: 0,
      low: 0,
      high: expect.closeTo(0.0029913, 6),
      events: 0,
      trials: 1000,
      count: 10,
    });
    expect(none.runsWithEvents.high).toBeCloseTo(0.2588656, 6);
  });

  it("widens with the spread between runs, and only with it", () => {
    const trials = new Array<number>(10).fill(1000);
    const alike = fractionInterval([10, 11, 9, 10, 10, 9, 11, 10, 10, 10], trials, 0.95);
    const clustered = fractionInterval([0, 0, 50, 0, 0, 0, 0, 50, 0, 0], trials, 0.95);
    const independent = clopperPearson(100, 10_000, 0.95);
    expect(alike).toMatchObject({ low: independent.low, high: independent.high });
    expect(clustered.estimate).toBeCloseTo(0.01, 12);
    expect(clustered.halfWidth).toBeGreaterThan(5 * independent.halfWidth);
    expect(clustered.low).toBeGreaterThan(0);
    expect(clustered.runsWithEvents).toMatchObject({ estimate: 0.2, count: 10 });
  });

  it("covers where messages are lost in bursts, as independent messages would not", () => {
    const random = new RandomStreams(11).stream("bursts");
    let [covered, naive] = [0, 0];
    for (let experiment = 0; experiment < 600; experiment++) {
      const events = Array.from({ length: 20 }, () => {
        let lost = 0;
        for (let burst = 0; burst < 10; burst++) if (random.unit() < 0.3) lost += 10;
        return lost;
      });
      const trials = new Array<number>(20).fill(500);
      const { low, high } = fractionInterval(events, trials, 0.95);
      if (low <= 0.06 && high >= 0.06) covered++;
      const wrong = clopperPearson(
        events.reduce((a, b) => a + b, 0),
        10_000,
        0.95,
      );
      if (wrong.low <= 0.06 && wrong.high >= 0.06) naive++;
    }
    expect(covered / 600).toBeGreaterThan(0.93);
    expect(naive / 600).toBeLessThan(0.6);
  });
});

describe("the interval of a quantile", () => {
  const values = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);

  // David & Nagaraja's ranks of the median at 95%.
  it.each([
    [6, 1, 6],
    [10, 2, 9],
    [25, 8, 18],
    [50, 18, 33],
  ])("takes the median's ranks of %d values", (count, low, high) => {
    expect(medianInterval(values(count), 0.95)).toMatchObject({ low, high, estimate: (count + 1) / 2, count });
  });

  it("has no bounds where the sample has none", () => {
    expect(medianInterval(values(5), 0.95)).toMatchObject({ low: -Infinity, high: Infinity });
    expect(quantileInterval(values(367), 0.99, 0.95).high).toBe(Infinity);
    expect(quantileInterval(values(368), 0.99, 0.95)).toMatchObject({ high: 368 });
    expect(quantileInterval(values(368), 0.01, 0.95)).toMatchObject({ low: 1 });
  });

  it("holds with the binomial's chance, and one rank less would not", () => {
    const { low, high } = quantileInterval(values(1000), 0.9, 0.95);
    const inside = (from: number, to: number): number =>
      binomialCdf(to - 1, 1000, 0.9) - binomialCdf(from - 1, 1000, 0.9);
    expect(inside(low, high)).toBeGreaterThanOrEqual(0.95);
    expect(binomialCdf(low, 1000, 0.9)).toBeGreaterThan(0.025);
    expect(1 - binomialCdf(high - 2, 1000, 0.9)).toBeGreaterThan(0.025);
  });

  it("estimates by definition 8 of Hyndman and Fan", () => {
    const sorted = [15, 20, 35, 40, 50];
    expect(quantileOfSorted(sorted, 0.5)).toBe(35);
    expect(quantileOfSorted(sorted, 0.4)).toBeCloseTo(27, 10);
    expect([quantileOfSorted(sorted, 0.01), quantileOfSorted(sorted, 0.99)]).toEqual([15, 50]);
  });
});

describe("the interval of a ratio", () => {
  const above = [12, 15, 9, 14, 13, 11];
  const below = [6.1, 7.2, 4.9, 7.5, 6.3, 5.2];

  it("is Fieller's: at its ends, t of the residuals is just significant", () => {
    const { estimate, low, high } = fiellerInterval(above, below, 0.95);
    expect(estimate).toBeCloseTo(74 / 37.2, 12);
    const residualsAt = (ratio: number): number[] => above.map((value, i) => value - ratio * below[i]!);
    const studentized = (ratio: number): number =>
      meanOf(residualsAt(ratio)) / Math.sqrt(varianceOf(residualsAt(ratio)) / 6);
    const bounds = guardedBounds(residualsAt(estimate), 0.95);
    expect(studentized(low)).toBeCloseTo(bounds.high, 10);
    expect(studentized(high)).toBeCloseTo(bounds.low, 10);
    expect(bounds.low).toBeLessThan(-studentQuantile(0.975, 5));
    expect(bounds.high).toBeGreaterThan(-bounds.low);
    expect(low).toBeLessThan(estimate);
    expect(high).toBeGreaterThan(estimate);
  });

  it("has no bounds where the denominator may be 0", () => {
    expect(fiellerInterval(above, [5, -4, 3, -6, 2, 1], 0.95)).toMatchObject({ low: -Infinity, high: Infinity });
    expect(fiellerInterval([1], [2], 0.95)).toMatchObject({ estimate: 0.5, low: -Infinity, high: Infinity });
    expect(fiellerInterval([1, 2], [0, 0], 0.95).estimate).toBeNaN();
    expect(() => fiellerInterval([1], [], 0.95)).toThrow("as many values on both sides, got 1 and 0");
  });

  it("of logarithms is the geometric mean's", () => {
    const { estimate, low, high } = logRatioInterval([2, 8], [1, 1], 0.95);
    expect(estimate).toBeCloseTo(4, 12);
    const spread = Math.log(2) * studentQuantile(0.975, 1);
    expect(low).toBeCloseTo(4 * Math.exp(-spread), 12);
    expect(high / 4).toBeCloseTo(Math.exp(spread), 4);
    expect(logRatioInterval([2], [1], 0.95)).toMatchObject({ low: 0, high: Infinity });
    expect(() => logRatioInterval([2, 0], [1, 1], 0.95)).toThrow("expected values > 0, got 0, 1");
  });
});
