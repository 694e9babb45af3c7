/** Verdicts of whole comparisons over populations of differences of known skewness, drawn and not simulated. */
import { describe, expect, it } from "vitest";
import { Stream } from "../../sim/core/random.ts";
import { statistics } from "../../sim/index.ts";
import { centredPool, resampledVerdicts } from "./resampled.ts";
import { judged } from "./table.ts";

/** Sums of `shape` exponentials: their skewness is 2 / √shape. */
function sums(shape: number, random: Stream): () => number {
  return () => Array.from({ length: shape }, () => random.exponential(1)).reduce((a, b) => a + b) - shape;
}

const random = new Stream(5, "populations");

describe("verdicts on equals", () => {
  it.each([
    ["symmetric, one verdict", () => random.normal(), 1],
    ["of skewness 1, one verdict", sums(4, random), 1],
    ["of skewness 1.4, one of ten verdicts", sums(2, random), 10],
    ["of skewness 2, one verdict", sums(1, random), 1],
  ] as const)("are wrong no more often than they say: differences %s", (_, draw, comparisons) => {
    const row = resampledVerdicts(statistics, { draw, experiments: 1200, comparisons });
    expect(judged(row)).toMatchObject({ holds: true });
    expect(row.hits / row.experiments).toBeLessThan(0.05);
  });

  it("would be wrong too often by Student's t alone, which this notices", () => {
    const verdictOf: typeof statistics.verdictOf = (values, options) => {
      const { low, high } = statistics.meanInterval(values, options.confidence);
      return { ...statistics.verdictOf(values, options), decision: low > 0 || high < 0 ? "better" : "cannot-tell" };
    };
    const options = { draw: sums(1, random), experiments: 1200, comparisons: 1 };
    const row = resampledVerdicts({ ...statistics, verdictOf }, options);
    expect(judged(row).holds).toBe(false);
  });

  it("are drawn from a pool whose mean is taken off", () => {
    const draw = centredPool([1, 2, 6], () => random.unit());
    expect(new Set(Array.from({ length: 50 }, draw))).toEqual(new Set([-2, -1, 3]));
  });
});
