/** The quantile of all messages of several runs: exact cases, and its coverage where single runs' quantiles are biased. */
import { describe, expect, it } from "vitest";
import { RandomStreams } from "../../../sim/core/random.ts";
import { fractionInterval } from "../../../sim/stats/fraction-interval.ts";
import { meanInterval } from "../../../sim/stats/mean-interval.ts";
import { pooledQuantile, type CountedSample } from "../../../sim/stats/pooled-quantile.ts";

function sampleOf(values: readonly number[]): CountedSample {
  const sorted = [...values].sort((a, b) => a - b);
  const above = (x: number): number => {
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sorted[middle]! <= x) low = middle + 1;
      else high = middle;
    }
    return sorted.length - low;
  };
  return { count: sorted.length, max: sorted[sorted.length - 1] ?? 0, above };
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);

describe("the quantile of several runs", () => {
  it("is that of all their values, whatever each run has of them", () => {
    const { estimate, count } = pooledQuantile([sampleOf([1, 2, 3]), sampleOf(upTo(97).map((x) => x + 3))], 0.9, 0.95);
    expect(estimate).toBeCloseTo(90, 3);
    expect(count).toBe(2);
  });

  it("has for bounds the values above which the fraction is just plausible", () => {
    const random = new RandomStreams(2).stream("runs");
    const runs = Array.from({ length: 6 }, () => sampleOf(Array.from({ length: 400 }, () => random.exponential(1))));
    const { low, high } = pooledQuantile(runs, 0.9, 0.95);
    const fraction = (x: number): ReturnType<typeof fractionInterval> =>
      fractionInterval(runs.map(({ above }) => above(x)), new Array<number>(6).fill(400), 0.95); // prettier-ignore
    expect(fraction(low * 0.999).low).toBeGreaterThan(0.1);
    expect(fraction(low * 1.001).low).toBeLessThanOrEqual(0.1);
    expect(fraction(high * 1.001).high).toBeLessThan(0.1);
    expect(fraction(high * 0.999).high).toBeGreaterThanOrEqual(0.1);
  });

  it("has no upper bound where too few values lie beyond", () => {
    const runs = [sampleOf(upTo(100)), sampleOf(upTo(100))];
    expect(pooledQuantile(runs, 0.99, 0.95).high).toBe(Infinity);
    expect(pooledQuantile(runs, 0.5, 0.95).high).toBeLessThan(100);
  });

  it("knows of times that most messages do not have", () => {
    const waits = sampleOf([...new Array<number>(900).fill(0), ...upTo(100)]);
    expect(pooledQuantile([waits, waits, waits], 0.5, 0.95)).toMatchObject({ estimate: 0, low: 0 });
    expect(() => pooledQuantile([sampleOf([])], 0.5, 0.95)).toThrow("expected at least 1 values");
  });

  it("covers where the mean of the runs' own quantiles lies low, whatever the number of runs", () => {
    const random = new RandomStreams(9).stream("congestion");
    const experiments = 250;
    const covered = { pooled: 0, averaged: 0 };
    // One run of five has a congestion, in which times are ten times as long: exp(-x) and exp(-x / 10), nine to one.
    // 0.9 exp(-x) + 0.1 exp(-x / 10) = 0.02
    const truth = 16.094425;
    for (let experiment = 0; experiment < experiments; experiment++) {
      const runs = Array.from({ length: 30 }, () => {
        const slow = random.unit() < 0.2 ? 100 : 0;
        return Array.from({ length: 200 }, (_, i) => random.exponential(i < slow ? 10 : 1));
      });
      const holds = ({ low, high }: { low: number; high: number }): number => Number(low <= truth && high >= truth);
      covered.pooled += holds(pooledQuantile(runs.map(sampleOf), 0.98, 0.95));
      const own = runs.map((values) => [...values].sort((a, b) => a - b)[Math.ceil(0.98 * 200) - 1]!);
      covered.averaged += holds(meanInterval(own, 0.95));
    }
    expect(covered.pooled / experiments).toBeGreaterThan(0.9);
    expect(covered.averaged / experiments).toBeLessThan(0.8);
  });
});
