/** How many messages per second a producer offers, from its specification alone. */
import type { DistributionSpec } from "../core/distribution.ts";
import { RandomStreams } from "../core/random.ts";
import { sampler } from "../core/samplers.ts";
import { NS_PER_SECOND, type Ns } from "../core/time.ts";
import type { ArrivalSpec } from "../scenario.ts";
import { wholeBatch } from "./arrivals/steady.ts";
import { expectedArrivals, rateSegments, type ScheduleSpec } from "./arrivals/rate-curve.ts";

/**
 * The expected messages per second over [0, durationNs), or in the long run where that is Infinity. null for `closed`,
 * where it depends on the system, and for `trace`, where only reading it would tell.
 */
export function meanRatePerSecond(spec: ArrivalSpec, durationNs: Ns): number | null {
  switch (spec.kind) {
    case "poisson":
    case "regular":
      return spec.ratePerSecond;
    case "bursty": {
      const cycleNs = spec.states.reduce((sum, state) => sum + state.meanNs, 0);
      return spec.states.reduce((sum, state) => sum + state.ratePerSecond * (state.meanNs / cycleNs), 0);
    }
    case "batch":
      return spec.batchesPerSecond * meanBatch(spec.size);
    case "schedule":
      return scheduledRatePerSecond(spec, durationNs);
    case "closed":
    case "trace":
      return null;
  }
}

/** Draws for what rounding adds to a mean batch: within about 0.002 messages, and exactly 0 where sizes are whole. */
const ROUNDING_DRAWS = 65536;

/**
 * The mean of a batch's size after rounding: the exact mean of the distribution, and what rounding and the least size of 1
 * change of it, which has no closed form for most distributions and is therefore averaged over draws of a fixed seed.
 */
function meanBatch(size: DistributionSpec): number {
  const sizes = sampler(size, new RandomStreams(1).stream("mean batch"));
  let change = 0;
  for (let i = 0; i < ROUNDING_DRAWS; i++) {
    const drawn = sizes.draw();
    change += wholeBatch(drawn) - drawn;
  }
  return sizes.mean + change / ROUNDING_DRAWS;
}

function scheduledRatePerSecond(spec: ScheduleSpec, durationNs: Ns): number {
  const segments = rateSegments(spec);
  const { periodNs } = spec;
  if (durationNs === Infinity) {
    if (periodNs === Infinity) return spec.points[spec.points.length - 1]!.ratePerSecond;
    return (expectedArrivals(segments, periodNs) / periodNs) * NS_PER_SECOND;
  }
  const periods = periodNs === Infinity ? 0 : Math.floor(durationNs / periodNs);
  const restNs = periods === 0 ? durationNs : durationNs - periods * periodNs;
  const whole = periods === 0 ? 0 : periods * expectedArrivals(segments, periodNs);
  return ((whole + expectedArrivals(segments, restNs)) / durationNs) * NS_PER_SECOND;
}
