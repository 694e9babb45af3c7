import { describe, expect, it } from "vitest";
import { Stream } from "../../../sim/core/random.ts";
import { NEVER } from "../../../sim/core/time.ts";
import { arrivalProcess } from "../../../sim/traffic/arrivals/index.ts";
import type { ScheduleSpec } from "../../../sim/traffic/arrivals/rate-curve.ts";
import { FIVE_SIGMA, ksBound, ksDistance, meanOf } from "../../support/statistics.ts";

const SECOND = 1e9;

function schedule(
  shape: "ramp" | "step",
  periodSeconds: number,
  ...points: readonly (readonly [seconds: number, ratePerSecond: number])[]
): ScheduleSpec {
  const asPoint = ([seconds, ratePerSecond]: readonly [number, number]): { atNs: number; ratePerSecond: number } => ({
    atNs: seconds * SECOND,
    ratePerSecond,
  });
  return { kind: "schedule", shape, periodNs: periodSeconds * SECOND, points: points.map(asPoint) };
}

function arrivalsUntil(spec: ScheduleSpec, seconds: number, name = "schedule"): number[] {
  const process = arrivalProcess(spec, new Stream(1, name));
  const times: number[] = [];
  for (let time = process.nextNs(); time < seconds * SECOND; time = process.nextNs()) times.push(time);
  return times;
}

/** The rate at a time, written from the definition alone. */
function rateAt(spec: ScheduleSpec, seconds: number): number {
  const ns = (seconds * SECOND) % (spec.periodNs === Infinity ? Number.MAX_VALUE : spec.periodNs);
  const after = spec.points.findIndex((point) => point.atNs > ns);
  if (after === 0) return spec.points[0]!.ratePerSecond;
  if (after === -1) return spec.points[spec.points.length - 1]!.ratePerSecond;
  const [a, b] = [spec.points[after - 1]!, spec.points[after]!];
  if (spec.shape === "step") return a.ratePerSecond;
  return a.ratePerSecond + ((b.ratePerSecond - a.ratePerSecond) * (ns - a.atNs)) / (b.atNs - a.atNs);
}

/** Its integral from 0 to each of the times, by the midpoint rule on a grid of a millisecond that holds every corner. */
function expectedUpTo(spec: ScheduleSpec, times: readonly number[]): number[] {
  const grid = [0];
  const stepSeconds = 1e-3;
  const last = times[times.length - 1]! / SECOND;
  for (let i = 0; i * stepSeconds <= last + stepSeconds; i++) {
    grid.push(grid[i]! + rateAt(spec, (i + 0.5) * stepSeconds) * stepSeconds);
  }
  return times.map((time) => {
    const cell = Math.floor(time / SECOND / stepSeconds);
    const inside = time / SECOND - cell * stepSeconds;
    return grid[cell]! + inside * rateAt(spec, cell * stepSeconds + inside / 2);
  });
}

describe.each<[string, ScheduleSpec, number]>([
  ["a flash crowd in steps", schedule("step", Infinity, [0, 100], [20, 3000], [30, 100]), 60],
  [
    "a ramp up, a plateau and a ramp down to nothing",
    schedule("ramp", Infinity, [10, 0], [40, 800], [50, 800], [60, 0]),
    70,
  ],
  ["a sawtooth with jumps", schedule("ramp", 8, [0, 0], [4, 500], [4, 100], [7, 900]), 100],
  ["days and nights", schedule("ramp", 24, [0, 200], [6, 20], [12, 400], [20, 600], [24, 200]), 120],
  ["on and off, periodically, in steps", schedule("step", 10, [2, 1000], [4, 0], [7, 400], [9, 0]), 100],
  ["slopes on which few arrivals come", schedule("ramp", 2, [0, 0], [1, 6], [2, 0]), 3000],
  ["one rate for ever", schedule("step", Infinity, [5, 700]), 60],
])("%s", (name, spec, seconds) => {
  const times = arrivalsUntil(spec, seconds, name);
  const expected = expectedUpTo(spec, [...times, seconds * SECOND]);

  it("is a unit Poisson process on the clock of its rate (Kolmogorov-Smirnov; correlation)", () => {
    const gaps = times.map((_, i) => expected[i]! - (i === 0 ? 0 : expected[i - 1]!));
    expect(times.length).toBeGreaterThan(5000);
    expect(ksDistance(gaps, (x) => 1 - Math.exp(-x))).toBeLessThan(ksBound(gaps.length));
    const products = gaps.slice(1).map((gap, i) => (gap - 1) * (gaps[i]! - 1));
    expect(Math.abs(meanOf(products))).toBeLessThan(FIVE_SIGMA / Math.sqrt(products.length));
  });

  it("arrives exactly where the integral of its rate reaches a sum of unit exponentials", () => {
    const stream = new Stream(1, name);
    let sum = 0;
    const errors = times.map((_, i) => Math.abs(expected[i]! - (sum += stream.exponential(1))));
    // Rounding to a nanosecond, and the sums of a hundred thousand terms on the way.
    expect(Math.max(...errors)).toBeLessThan(1e-5);
  });

  it("has the expected count in every second, within Poisson's five standard deviations", () => {
    const edges = expectedUpTo(
      spec,
      Array.from({ length: seconds }, (_, i) => (i + 1) * SECOND),
    );
    const counts = new Float64Array(seconds);
    for (const time of times) counts[Math.floor(time / SECOND)]!++;
    counts.forEach((count, second) => {
      const mean = edges[second]! - (second === 0 ? 0 : edges[second - 1]!);
      // Of small means the upper tail is longer than the normal law's: 3 more are allowed, and none where none can come.
      const slack = mean < 1e-9 ? 0 : FIVE_SIGMA * Math.sqrt(mean) + 3;
      expect(Math.abs(count - mean)).toBeLessThanOrEqual(slack + 1e-6);
    });
  });

  it("comes at whole nanoseconds in order", () => {
    expect(times.every((time, i) => Number.isInteger(time) && time >= (times[i - 1] ?? 0))).toBe(true);
  });
});

describe("the ends of a schedule", () => {
  it("come for good where the rate stays 0", () => {
    const process = arrivalProcess(schedule("step", Infinity, [0, 1000], [1, 0]), new Stream(1, "end"));
    let count = 0;
    while (process.nextNs() < NEVER) count++;
    expect(Math.abs(count - 1000)).toBeLessThan(FIVE_SIGMA * Math.sqrt(1000));
    expect(process.nextNs()).toBe(NEVER);
  });

  it("do not come where a period follows, and empty periods by the thousand are skipped at once", () => {
    const rare = schedule("step", 1, [0, 1e-6], [0.5, 0]);
    const times = arrivalsUntil(rare, 1e10);
    // One arrival in two million periods of a second: 5000 in 10^10 s.
    expect(Math.abs(times.length - 5000)).toBeLessThan(FIVE_SIGMA * Math.sqrt(5000));
    expect(times.slice(0, 100).every((time) => time % SECOND <= SECOND / 2)).toBe(true);
  });

  it("a rate holds before the first point", () => {
    const times = arrivalsUntil(schedule("ramp", Infinity, [100, 50], [101, 0]), 100);
    expect(Math.abs(times.length - 5000)).toBeLessThan(FIVE_SIGMA * Math.sqrt(5000));
  });
});
