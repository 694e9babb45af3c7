import { describe, expect, it } from "vitest";
import { meanRatePerSecond, type ArrivalSpec, type DistributionSpec } from "../../../sim/index.ts";

const SECOND = 1e9;
const minute = (spec: ArrivalSpec): number | null => meanRatePerSecond(spec, 60 * SECOND);

describe("meanRatePerSecond", () => {
  it("of constant rates is the rate", () => {
    expect(minute({ kind: "poisson", ratePerSecond: 7 })).toBe(7);
    expect(minute({ kind: "regular", ratePerSecond: 7 })).toBe(7);
  });

  it("of bursts weighs each state by its time", () => {
    const states = [
      { ratePerSecond: 100, meanNs: 1e9 },
      { ratePerSecond: 0, meanNs: 3e9 },
    ];
    expect(minute({ kind: "bursty", states })).toBe(25);
  });

  it("is unknown for closed populations and traces", () => {
    expect(minute({ kind: "closed", clients: 5, think: { kind: "constant", value: 1 } })).toBeNull();
  });

  it.each<[DistributionSpec, number, number]>([
    [{ kind: "constant", value: 5 }, 5, 0],
    [{ kind: "constant", value: 0.2 }, 1, 1e-12],
    [{ kind: "geometric", mean: 3 }, 3, 0],
    [{ kind: "empirical", values: [1, 4], weights: [1, 1] }, 2.5, 0],
    // P(size >= k) = exp(-(k - 1/2) / 2) for k of 2 and more, and every batch has one.
    [{ kind: "exponential", mean: 2 }, 1 + Math.exp(-0.75) / (1 - Math.exp(-0.5)), 0.003],
    // Rounds to 0 (counted as 1), 1, 2, 3 and 4 with 1, 2, 2, 2 and 1 eighths.
    [{ kind: "uniform", from: 0, to: 4 }, (1 + 2 + 4 + 6 + 4) / 8, 0.003],
  ])("of batches of %j counts them as they are rounded", (size, mean, tolerance) => {
    expect(Math.abs(minute({ kind: "batch", batchesPerSecond: 1, size })! - mean)).toBeLessThanOrEqual(tolerance);
  });

  it("of endless batches is endless", () => {
    const size: DistributionSpec = { kind: "pareto", shape: 1, min: 1, max: Infinity };
    expect(minute({ kind: "batch", batchesPerSecond: 1, size })).toBe(Infinity);
  });
});

describe("meanRatePerSecond of a schedule", () => {
  const points = [
    { atNs: 10 * SECOND, ratePerSecond: 0 },
    { atNs: 20 * SECOND, ratePerSecond: 100 },
  ];
  const schedule = (shape: "ramp" | "step", periodNs: number): ArrivalSpec => ({
    kind: "schedule",
    points,
    shape,
    periodNs,
  });

  it.each<["ramp" | "step", number, number, number]>([
    ["ramp", Infinity, 10, 0],
    ["ramp", Infinity, 15, (25 * 5) / 15],
    ["ramp", Infinity, 60, (500 + 4000) / 60],
    ["step", Infinity, 60, 4000 / 60],
    ["ramp", Infinity, Infinity, 100],
    ["ramp", 30, Infinity, 1500 / 30],
    ["ramp", 30, 75, (2 * 1500 + 125) / 75],
    ["step", 30, 45, 1000 / 45],
  ])("%s, period %d s, over %d s", (shape, period, duration, rate) => {
    expect(meanRatePerSecond(schedule(shape, period * SECOND), duration * SECOND)).toBeCloseTo(rate, 10);
  });
});
