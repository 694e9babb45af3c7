/** Refuses arrivals that cannot be, naming the parameter and its value. */
import type { OpenArrivalSpec } from "./arrival-process.ts";
import type { ScheduleSpec } from "./rate-curve.ts";

/** Throws a RangeError such as `poisson.ratePerSecond: expected >= 0 and finite, got -1`. */
export function checkArrivals(spec: OpenArrivalSpec): void {
  switch (spec.kind) {
    case "poisson":
    case "regular":
      return checkRate(`${spec.kind}.ratePerSecond`, spec.ratePerSecond);
    case "batch":
      return checkRate("batch.batchesPerSecond", spec.batchesPerSecond);
    case "bursty":
      require(spec.states.length > 0, "bursty.states", "at least one", 0);
      return spec.states.forEach((state, i) => {
        checkRate(`bursty.states[${i}].ratePerSecond`, state.ratePerSecond);
        const { meanNs } = state;
        require(meanNs > 0 && meanNs < Infinity, `bursty.states[${i}].meanNs`, "> 0 and finite", meanNs);
      });
    case "schedule":
      return checkSchedule(spec);
  }
}

function checkSchedule({ points, periodNs }: ScheduleSpec): void {
  require(points.length > 0, "schedule.points", "at least one", 0);
  require(periodNs > 0, "schedule.periodNs", "> 0", periodNs);
  points.forEach((point, i) => {
    checkRate(`schedule.points[${i}].ratePerSecond`, point.ratePerSecond);
    const earliest = i === 0 ? 0 : points[i - 1]!.atNs;
    require(point.atNs >= earliest &&
      point.atNs < Infinity, `schedule.points[${i}].atNs`, `>= ${earliest}`, point.atNs);
    require(point.atNs <= periodNs, `schedule.points[${i}].atNs`, `within the period of ${periodNs}`, point.atNs);
  });
}

function checkRate(path: string, ratePerSecond: number): void {
  require(ratePerSecond >= 0 && ratePerSecond < Infinity, path, ">= 0 and finite", ratePerSecond);
}

function require(fine: boolean, path: string, expected: string, got: number): void {
  if (!fine) throw new RangeError(`${path}: expected ${expected}, got ${got}`);
}
