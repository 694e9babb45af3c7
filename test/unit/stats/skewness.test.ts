/** Skewness and the bounds that allow for it: published definitions, the transformation itself, and error rates. */
import { describe, expect, it } from "vitest";
import { RandomStreams } from "../../../sim/core/random.ts";
import { guardedInterval, meanInterval } from "../../../sim/stats/mean-interval.ts";
import { meanOf } from "../../../sim/stats/sample.ts";
import { guardedBounds, skewedBounds, skewnessOf } from "../../../sim/stats/skewness.ts";
import { studentQuantile } from "../../../sim/stats/student.ts";

const SKEWED = [1, 2, 3, 10];

describe("skewness", () => {
  it("is Fisher and Pearson's, adjusted", () => {
    // scipy.stats.skew(values, bias=False)
    expect(skewnessOf(SKEWED)).toBeCloseTo(1.763632614804, 10);
    expect(skewnessOf(SKEWED.map((value) => -value))).toBeCloseTo(-1.763632614804, 10);
    expect(skewnessOf([0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2])).toBeCloseTo(0.58092067374, 10);
  });

  it("is none of symmetric, of equal and of two values", () => {
    expect([skewnessOf([1, 2, 3]), skewnessOf([4, 4, 4]), skewnessOf([1, 9])]).toEqual([0, 0, 0]);
  });
});

describe("bounds for skewed values", () => {
  it("are Student's quantiles once Hall's transformation is applied", () => {
    const bend = skewnessOf(SKEWED) / 2;
    const transformed = (t: number): number => t + (bend * t * t) / 3 + (bend * bend * t ** 3) / 27 + bend / 6;
    const { low, high } = skewedBounds(SKEWED, 0.8);
    const t = studentQuantile(0.9, 3);
    expect(transformed(low)).toBeCloseTo(-t, 10);
    expect(transformed(high)).toBeCloseTo(t, 10);
  });

  it("are Johnson's first term beyond Student's, of half as much skewness again as shows and a standard error of it", () => {
    const t = studentQuantile(0.975, 3);
    const { low, high } = guardedBounds(SKEWED, 0.95);
    const skewness = 1.5 * skewnessOf(SKEWED) + Math.sqrt(6 / 4);
    expect(low).toBeCloseTo(-t - ((skewness / 2) * (1 + 2 * t * t)) / 6, 10);
    expect(high).toBeCloseTo(t, 10);
  });

  it("are as far on either side of symmetric values, Student's of two or of equal ones, and turn round with the values", () => {
    const t = studentQuantile(0.975, 4);
    const beyond = (Math.sqrt(6) * (1 + 2 * t * t)) / 6 / 5;
    const { low, high } = guardedBounds([1, 2, 3, 4, 5], 0.95);
    expect([low, high]).toEqual([-high, expect.closeTo(t + beyond, 10)]);
    expect(guardedBounds([7, 7, 7, 7, 7], 0.95)).toEqual({ low: -t, high: t });
    expect(guardedBounds([1, 9], 0.95).high).toBeCloseTo(12.7062, 4);
    const [one, other] = [guardedBounds(SKEWED, 0.95), guardedBounds(SKEWED.map((value) => -value), 0.95)]; // prettier-ignore
    expect(one.low).toBeCloseTo(-other.high, 10);
    expect(one.high).toBeCloseTo(-other.low, 10);
  });

  it("leave an interval as it was where there is nothing to see", () => {
    expect(guardedInterval([3, 3, 3], 0.95)).toEqual(meanInterval([3, 3, 3], 0.95));
    expect(guardedInterval([3, 5], 0.95)).toEqual(meanInterval([3, 5], 0.95));
    expect(guardedInterval([3], 0.95)).toMatchObject({ low: -Infinity, high: Infinity });
  });

  it("keep the error where Student's t does not: means of skewed values, such as those of congested runs", () => {
    const random = new RandomStreams(3).stream("skewed");
    const wrong = { student: 0, guarded: 0 };
    const experiments = 4000;
    for (let experiment = 0; experiment < experiments; experiment++) {
      // Sums of four exponentials have a skewness of 1, as mean response times of some thousand messages have.
      const values = Array.from({ length: 12 }, () => meanOf(Array.from({ length: 4 }, () => random.exponential(1))));
      const misses = ({ low, high }: { low: number; high: number }): number => Number(low > 1 || high < 1);
      wrong.student += misses(meanInterval(values, 0.95));
      wrong.guarded += misses(guardedInterval(values, 0.95));
    }
    expect(wrong.student / experiments).toBeGreaterThan(0.055);
    expect(wrong.guarded / experiments).toBeLessThan(0.04);
    expect(wrong.guarded / experiments).toBeGreaterThan(0.015);
  });
});
