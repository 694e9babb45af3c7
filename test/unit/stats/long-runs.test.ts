/** One long run: batch means, and the diagnoses of warm-up, tail and backlog, on processes whose answers are known. */
import { describe, expect, it } from "vitest";
import { Stream } from "../../../sim/core/random.ts";
import { backlogGrowth } from "../../../sim/stats/backlog.ts";
import { batchMeans, batchQuantile } from "../../../sim/stats/batch-means.ts";
import { dependenceOf } from "../../../sim/stats/independence.ts";
import { compareHalves, initialBiasPValue } from "../../../sim/stats/initial-bias.ts";
import { normalQuantile } from "../../../sim/stats/normal.ts";
import { tailIndex, tailIndexOfQuantiles, tailWarning } from "../../../sim/stats/tail-index.ts";

/** Each value remembers `memory` of the one before; standard normal in the long run. */
function autoregressive(count: number, memory: number, random: Stream): number[] {
  let value = random.normal();
  return Array.from({ length: count }, () => {
    value = memory * value + Math.sqrt(1 - memory * memory) * random.normal();
    return value;
  });
}

describe("von Neumann's ratio", () => {
  it("is computed as in the books, and knows constants", () => {
    // Sum of squared steps 21, sum of squares 42: the ratio is 0.5.
    const { lagOne } = dependenceOf([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(lagOne).toBeCloseTo(1 - 7 / (2 * 42), 12);
    expect(dependenceOf(new Array<number>(10).fill(3))).toEqual({ lagOne: 0, pValue: 1 });
    expect(() => dependenceOf([1, 2])).toThrow("at least 8 values, got 2");
  });

  it("rejects independent values as often as it says, and correlated ones nearly always", () => {
    const random = new Stream(1, "ratio");
    const rejected = (memory: number): number => {
      let count = 0;
      for (let i = 0; i < 1000; i++) if (dependenceOf(autoregressive(64, memory, random)).pValue < 0.1) count++;
      return count / 1000;
    };
    expect(Math.abs(rejected(0) - 0.1)).toBeLessThan(0.03);
    expect(rejected(0.5)).toBeGreaterThan(0.97);
  });
});

describe("batch means", () => {
  const coverage = (memory: number, count: number, overlapping: boolean): number => {
    const random = new Stream(2, "batches");
    let covered = 0;
    for (let i = 0; i < 400; i++) {
      const { low, high } = batchMeans(autoregressive(count, memory, random), { confidence: 0.95, overlapping });
      if (low <= 0 && high >= 0) covered++;
    }
    return covered / 400;
  };

  // Three standard errors of 400 experiments are 3.3 %.
  it.each([
    [0, 1000, false],
    [0.9, 8000, false],
    [0.9, 8000, true],
  ])("cover with memory %d over %d values, overlapping %s", (memory, count, overlapping) => {
    expect(Math.abs(coverage(memory, count, overlapping) - 0.95)).toBeLessThan(0.035);
  });

  it("grow until they are independent, and say when the run is too short", () => {
    const random = new Stream(3, "batches");
    const long = batchMeans(autoregressive(50_000, 0.95, random), { confidence: 0.95 });
    expect(long.independent).toBe(true);
    expect(long.batchSize).toBeGreaterThan(200);
    expect(long.count).toBe(Math.floor(50_000 / long.batchSize));
    const short = batchMeans(autoregressive(300, 0.99, random), { confidence: 0.95 });
    expect(short).toMatchObject({ independent: false, batchSize: 16 });
    expect(short.lagOne).toBeGreaterThan(0.5);
    expect(batchMeans(new Array<number>(100).fill(2), { confidence: 0.95, overlapping: true })).toMatchObject({
      low: 2,
      high: 2,
    });
    expect(() => batchMeans([1, 2, 3], { confidence: 0.95 })).toThrow(
      "batch means: expected at least 64 values, got 3",
    );
  });

  it("of quantiles cover, too", () => {
    const random = new Stream(4, "batches");
    const truth = normalQuantile(0.9);
    let covered = 0;
    for (let i = 0; i < 300; i++) {
      const { low, high } = batchQuantile(autoregressive(8000, 0.8, random), 0.9, { confidence: 0.95 });
      if (low <= truth && high >= truth) covered++;
    }
    expect(Math.abs(covered / 300 - 0.95)).toBeLessThan(0.04);
  });
});

describe("the warm-up", () => {
  it("is too short where the halves differ beyond chance and tolerance", () => {
    const [first, second] = [
      [1, 1.2, 0.9, 1.1],
      [1.5, 1.6, 1.5, 1.4],
    ];
    expect(compareHalves(first, second, 0.95).tooShort).toBe(true);
    expect(compareHalves(first, second, 0.95, 1).tooShort).toBe(false);
    expect(compareHalves(first, [1.2, 0.9, 1.1, 1], 0.95).tooShort).toBe(false);
    expect(compareHalves(first, second, 0.95).change.estimate).toBeCloseTo(0.45, 12);
  });

  it("Schruben's test is right under the null, and finds a transient", () => {
    const random = new Stream(5, "bias");
    let [alarms, found] = [0, 0];
    for (let i = 0; i < 2000; i++) {
      const steady = Array.from({ length: 64 }, () => random.normal());
      if (initialBiasPValue(steady) < 0.05) alarms++;
      if (initialBiasPValue(steady.map((value, k) => value - 4 * Math.exp(-k / 8))) < 0.05) found++;
    }
    expect(Math.abs(alarms / 2000 - 0.05)).toBeLessThan(0.02);
    expect(found / 2000).toBeGreaterThan(0.9);
    expect(initialBiasPValue(new Array<number>(20).fill(1))).toBe(1);
  });
});

describe("the tail index", () => {
  it.each([0.8, 1.5, 3])("of a Pareto tail is %d", (index) => {
    const random = new Stream(6, "tail");
    const values = Array.from({ length: 50_000 }, () => Math.exp(random.exponential(1 / index)));
    const { estimate, low, high } = tailIndex(values, 0.95)!;
    expect(low).toBeLessThan(index);
    expect(high).toBeGreaterThan(index);
    expect(Math.abs(estimate / index - 1)).toBeLessThan(0.1);
    const quantiles = [0.5, 0.99, 0.999, 0.9999].map((q) => ({ q, value: (1 - q) ** (-1 / index) }));
    expect(tailIndexOfQuantiles(quantiles)).toBeCloseTo(index, 10);
    expect(tailWarning(estimate)).toBe(index < 1 ? "mean-may-not-exist" : index < 2 ? "variance-may-not-exist" : null);
  });

  it("of an exponential tail warns of nothing", () => {
    const random = new Stream(7, "tail");
    const values = Array.from({ length: 10_000 }, () => random.exponential(1));
    expect(tailWarning(tailIndex(values, 0.95)!.estimate)).toBeNull();
    expect(tailIndexOfQuantiles([0.99, 0.999].map((q) => ({ q, value: -Math.log(1 - q) })))).toBeGreaterThan(4);
  });

  it("says nothing without enough to go on", () => {
    expect(tailIndex([1, 2, 3], 0.95)).toBeNull();
    expect(tailIndex(new Array<number>(2000).fill(1), 0.95)).toBeNull();
    expect(tailIndex(new Array<number>(2000).fill(-1), 0.95)).toBeNull();
    expect(tailIndexOfQuantiles([{ q: 0.99, value: 3 }])).toBeNull();
    expect(tailIndexOfQuantiles([0.99, 0.999].map((q) => ({ q, value: 3 })))).toBeNull();
    expect(tailWarning(null)).toBeNull();
  });
});

describe("the backlog", () => {
  /** A random walk that cannot fall below 0: a queue. */
  const queue = (drift: number, random: Stream): number[] => {
    let backlog = 0;
    return Array.from({ length: 100 }, () => {
      for (let i = 0; i < 100; i++) backlog = Math.max(0, backlog + drift + random.normal());
      return backlog;
    });
  };

  it.each([
    [0.1, true],
    [-0.1, false],
  ])("with drift %d: unstable %s", (drift, unstable) => {
    const random = new Stream(8, "backlog");
    const runs = Array.from({ length: 8 }, () => queue(drift, random));
    expect(backlogGrowth(runs, 0.95).unstable).toBe(unstable);
    expect(backlogGrowth(runs.slice(0, 1), 0.95).unstable).toBe(unstable);
  });

  it("of a line from 0 grows by two thirds of its level, an empty one not at all", () => {
    const line = Array.from({ length: 2000 }, (_, i) => i + 1);
    expect(backlogGrowth([line], 0.95)).toMatchObject({
      growth: { estimate: expect.closeTo(2 / 3, 3) },
      unstable: true,
    });
    expect(backlogGrowth([new Array<number>(20).fill(0)], 0.95)).toMatchObject({
      growth: { estimate: 0 },
      unstable: false,
    });
  });
});
