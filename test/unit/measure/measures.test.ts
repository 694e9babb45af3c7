import { describe, expect, it } from "vitest";
import { imbalanceOf } from "../../../sim/measure/imbalance.ts";
import { Mser5 } from "../../../sim/measure/mser.ts";
import { OrderingTracker } from "../../../sim/measure/ordering.ts";
import { Batch } from "../../../sim/measure/histogram.ts";
import { intervalFor, SeriesRecorder } from "../../../sim/measure/series.ts";
import { RandomStreams } from "../../../sim/core/random.ts";

describe("imbalanceOf", () => {
  it("is 1, 0, 1 for equal loads", () => {
    expect(imbalanceOf([3, 3, 3])).toEqual({ maxOverMean: 1, coefficientOfVariation: 0, jain: 1 });
  });
  it("is n, √(n-1), 1/n when one node carries all", () => {
    const { maxOverMean, coefficientOfVariation, jain } = imbalanceOf([8, 0, 0, 0]);
    expect(maxOverMean).toBe(4);
    expect(coefficientOfVariation).toBeCloseTo(Math.sqrt(3), 12);
    expect(jain).toBe(0.25);
  });
  it("says nothing about no load", () => {
    expect(imbalanceOf([0, 0])).toEqual({ maxOverMean: null, coefficientOfVariation: null, jain: null });
  });
});

describe("OrderingTracker", () => {
  it("counts who was overtaken within its key, and by how much at most", () => {
    const tracker = new OrderingTracker(1);
    for (const [id, key] of [
      [0, 5],
      [1, 5],
      [2, 5],
      [3, 6],
    ] as const)
      tracker.published(id, 0, key);
    tracker.settled(2, 0, 5, true, true);
    tracker.settled(3, 0, 6, true, true);
    tracker.settled(0, 0, 5, true, true);
    tracker.settled(1, 0, 5, true, true);
    expect(tracker.result()).toEqual({ outOfOrder: 2, outOfOrderFraction: 0.5, largestDisplacement: 2, inversions: 1 });
  });
  it("lets a lost message overtake nobody, and judges only measured ones", () => {
    const tracker = new OrderingTracker(1);
    tracker.published(0, 0, 1);
    tracker.published(1, 0, 1);
    tracker.published(2, 0, 1);
    tracker.settled(2, 0, 1, false, true);
    tracker.settled(1, 0, 1, true, false);
    tracker.settled(0, 0, 1, true, true);
    expect(tracker.result()).toEqual({ outOfOrder: 1, outOfOrderFraction: 1, largestDisplacement: 1, inversions: 1 });
  });
  it("starts a key anew when nothing of it is in flight, and keeps producers apart", () => {
    const tracker = new OrderingTracker(2);
    tracker.published(0, 0, 1);
    tracker.settled(0, 0, 1, true, true);
    tracker.published(100, 0, 1);
    tracker.published(1, 1, 1);
    tracker.settled(1, 1, 1, true, true);
    tracker.settled(100, 0, 1, true, true);
    expect(tracker.result().outOfOrder).toBe(0);
  });
});

describe("Mser5", () => {
  const random = new RandomStreams(3).stream("mser");

  it("cuts off a transient and keeps a stationary rest", () => {
    const mser = new Mser5();
    for (let i = 0; i < 20_000; i++) mser.observe((i < 2000 ? 50 * (1 - i / 2000) : 0) + random.exponential(1), i);
    expect(mser.truncationNs()).toBeGreaterThan(1500);
    expect(mser.truncationNs()).toBeLessThan(3000);
  });
  it("cuts little off what is stationary from the start, also after merging batches", () => {
    const mser = new Mser5();
    for (let i = 0; i < 200_000; i++) mser.observe(random.exponential(1), i);
    expect(mser.truncationNs()).toBeLessThan(60_000);
  });
  it("cuts nothing off too short a run", () => {
    const mser = new Mser5();
    for (let i = 0; i < 49; i++) mser.observe(i, i);
    expect(mser.truncationNs()).toBe(0);
  });
});

describe("SeriesRecorder", () => {
  const sample = { offered: 10, delivered: 9, lost: [1, 0, 0, 0, 0], inSystemArea: 5e7, imbalance: 0.5 };

  it("merges neighbours when the intervals are used up, and loses nothing", () => {
    const series = new SeriesRecorder(intervalFor(Infinity), ["a", "b"]);
    const batch = new Batch(1);
    batch.values[0] = 5e6;
    for (let i = 0; i < 1000; i++) {
      series.responses(batch, 1);
      series.queueArea(0, 2e7);
      series.close(sample);
    }
    const result = series.result(series.intervalNs);
    const sum = (values: readonly number[]): number => values.reduce((x, y) => x + y, 0);
    expect(result.length).toBeLessThanOrEqual(480);
    expect(sum(result.offered)).toBe(10_000);
    expect(sum(result.lost.rejected!)).toBe(1000);
    expect(Object.keys(result.lost)).toEqual(["rejected"]);
    expect(result.intervalSeconds).toBe(0.08);
    expect(result.p50[0]! / 0.005).toBeCloseTo(1, 1);
    expect(result.queue[0]!.mean[0]).toBeCloseTo(2, 9);
    expect(result.inSystem[0]).toBeCloseTo(5, 9);
  });
  it("groups nodes beyond a hundred by neighbourhood", () => {
    const series = new SeriesRecorder(
      1e9,
      Array.from({ length: 1000 }, (_, i) => `n${i}`),
    );
    expect(
      series
        .result(1e9)
        .queue.map((group) => group.nodes)
        .slice(0, 2),
    ).toEqual(["n0 … n9", "n10 … n19"]);
  });
  it("chooses round intervals, between 120 and 240 of them", () => {
    for (const seconds of [1, 7, 60, 120, 3600, 86_400]) {
      const intervals = (seconds * 1e9) / intervalFor(seconds * 1e9);
      expect(intervals).toBeGreaterThanOrEqual(90);
      expect(intervals).toBeLessThanOrEqual(240);
    }
  });
});
