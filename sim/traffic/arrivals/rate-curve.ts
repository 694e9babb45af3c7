/** A rate that changes over time in straight lines, cut into segments, and its integral: how many arrivals to expect. */
import { NS_PER_SECOND, type Ns } from "../../core/time.ts";
import type { ArrivalSpec } from "../../scenario.ts";

export type ScheduleSpec = Extract<ArrivalSpec, { readonly kind: "schedule" }>;

/** A straight piece of the curve: rates per nanosecond at its two ends. */
export interface RateSegment {
  readonly startNs: Ns;
  /** `Infinity` for the last one of a schedule that is played once; its rate is then constant. */
  readonly endNs: Ns;
  readonly startRate: number;
  readonly endRate: number;
  /** Change of the rate per nanosecond. */
  readonly slope: number;
  /** Arrivals to expect in the whole segment. */
  readonly expected: number;
}

/** The segments of one period in order of time, without gaps, from 0 to the period's end (or to infinity). */
export function rateSegments(spec: ScheduleSpec): readonly RateSegment[] {
  const points = spec.points.map((point) => ({ atNs: point.atNs, rate: point.ratePerSecond / NS_PER_SECOND }));
  const first = points[0]!;
  const last = points[points.length - 1]!;
  const segments = [segment(0, first.atNs, first.rate, first.rate)];
  for (let i = 1; i < points.length; i++) {
    const from = points[i - 1]!;
    const to = points[i]!;
    segments.push(segment(from.atNs, to.atNs, from.rate, spec.shape === "ramp" ? to.rate : from.rate));
  }
  segments.push(segment(last.atNs, spec.periodNs, last.rate, last.rate));
  return segments.filter(({ startNs, endNs }) => endNs > startNs);
}

function segment(startNs: Ns, endNs: Ns, startRate: number, endRate: number): RateSegment {
  const meanRate = (startRate + endRate) / 2;
  const expected = meanRate === 0 ? 0 : meanRate * (endNs - startNs);
  const slope = startRate === endRate ? 0 : (endRate - startRate) / (endNs - startNs);
  return { startNs, endNs, startRate, endRate, slope, expected };
}

/** Arrivals to expect in [0, untilNs) of one period. */
export function expectedArrivals(segments: readonly RateSegment[], untilNs: Ns): number {
  let sum = 0;
  for (const { startNs, endNs, startRate, slope, expected } of segments) {
    if (endNs <= untilNs) {
      sum += expected;
    } else if (startNs < untilNs) {
      const lengthNs = untilNs - startNs;
      sum += (startRate + (slope * lengthNs) / 2) * lengthNs;
    }
  }
  return sum;
}
