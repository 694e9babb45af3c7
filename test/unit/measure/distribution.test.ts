/** Distributions as plain data: what they say of the values that went in, and their place among a run's figures. */
import { describe, expect, it } from "vitest";
import { RandomStreams } from "../../../sim/core/random.ts";
import { countAbove, countOf, distributionOf } from "../../../sim/measure/distribution.ts";
import { Histogram } from "../../../sim/measure/histogram.ts";

function recorded(values: readonly number[]): Histogram {
  const histogram = new Histogram();
  for (const value of values) histogram.record(value);
  return histogram;
}

describe("a distribution", () => {
  it("counts what lies above a value, to within the values of one bucket", () => {
    const random = new RandomStreams(1).stream("values");
    const values = Array.from({ length: 5000 }, () => Math.floor(random.exponential(1e6)));
    const distribution = distributionOf(recorded(values));
    expect(countOf(distribution)).toBe(5000);
    for (const at of [0, 1, 1000, 123_456, 1e6, 3e6, 7.7e6]) {
      const between = values.filter((value) => value > at * 0.99 && value <= at * 1.01).length;
      const exact = values.filter((value) => value > at).length;
      expect(Math.abs(countAbove(distribution, at) - exact)).toBeLessThanOrEqual(between);
    }
  });

  it("falls evenly within a bucket, down to none at the largest value", () => {
    // 1024 to 1031 are one bucket.
    const distribution = distributionOf(recorded([1024, 1025, 1026, 1027, 4096]));
    expect(countAbove(distribution, 1023)).toBe(5);
    expect(countAbove(distribution, 1024)).toBe(5);
    expect(countAbove(distribution, 1028)).toBe(3);
    expect(countAbove(distribution, 1032)).toBe(1);
    expect(countAbove(distribution, 2000)).toBe(1);
    expect(countAbove(distribution, 4096)).toBe(0);
  });

  it("tells zeros from what is above them", () => {
    const distribution = distributionOf(recorded([0, 0, 0, 5, 7]));
    expect([countAbove(distribution, 0), countAbove(distribution, 6), countAbove(distribution, 7)]).toEqual([2, 1, 0]);
    expect([countOf(distributionOf(recorded([]))), countAbove(distributionOf(recorded([])), 0)]).toEqual([0, 0]);
    expect(countAbove(distributionOf(recorded([0, 0])), 0)).toBe(0);
  });

  it("holds no more than what is in it", () => {
    const { buckets, upTo } = distributionOf(recorded([3, 3, 900]));
    expect([buckets.length, ...upTo]).toEqual([2, 2, 3]);
  });
});
