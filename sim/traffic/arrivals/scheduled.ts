/**
 * Poisson arrivals whose rate follows a curve. Model: exact inversion of the integrated rate (Çinlar 1975): the arrivals of
 * a unit-rate Poisson process, read on a clock that runs as fast as the rate. Nothing is thinned, so nothing is wasted.
 */
import { roundHalfUp } from "../../core/math.ts";
import type { Random } from "../../core/random.ts";
import { NEVER, type Ns } from "../../core/time.ts";
import type { ArrivalProcess } from "./arrival-process.ts";
import { rateSegments, type RateSegment, type ScheduleSpec } from "./rate-curve.ts";

export class ScheduledArrivals implements ArrivalProcess {
  readonly batch = 1;
  readonly #segments: readonly RateSegment[];
  readonly #periodNs: Ns;
  readonly #expectedPerPeriod: number;
  readonly #random: Random;
  /** Whole periods behind us. */
  #periods = 0;
  #segment = 0;
  /** Not rounded; since the start of the segment. */
  #offsetNs = 0;

  /** At least one point, ascending in time; with a finite period, some rate above 0. */
  constructor(spec: ScheduleSpec, random: Random) {
    this.#segments = rateSegments(spec);
    this.#periodNs = spec.periodNs;
    this.#expectedPerPeriod = this.#segments.reduce((sum, segment) => sum + segment.expected, 0);
    this.#random = random;
  }

  nextNs(): Ns {
    let hazard = this.#random.exponential(1);
    for (;;) {
      const segment = this.#segments[this.#segment]!;
      const left = this.#expectedLeft(segment);
      if (hazard < left) return this.#arriveIn(segment, hazard);
      if (segment.endNs === Infinity) return NEVER;
      hazard = this.#enterNextSegment(hazard - left);
    }
  }

  #expectedLeft(segment: RateSegment): number {
    if (this.#offsetNs === 0) return segment.expected;
    const rate = rateAt(segment, this.#offsetNs);
    if (rate === 0 && segment.endRate === 0) return 0;
    return ((rate + segment.endRate) / 2) * (segment.endNs - segment.startNs - this.#offsetNs);
  }

  /** The time at which the expected arrivals since the present offset reach `hazard`, which lies within the segment. */
  #arriveIn(segment: RateSegment, hazard: number): Ns {
    const rate = rateAt(segment, this.#offsetNs);
    // The root of rate * t + slope * t^2 / 2 = hazard in the form that neither cancels nor divides by a slope of 0.
    const discriminant = Math.max(0, rate * rate + 2 * segment.slope * hazard);
    const step = hazard === 0 ? 0 : (2 * hazard) / (rate + Math.sqrt(discriminant));
    this.#offsetNs = Math.min(this.#offsetNs + step, segment.endNs - segment.startNs);
    const periodStartNs = this.#periods === 0 ? 0 : this.#periods * this.#periodNs;
    return roundHalfUp(periodStartNs + segment.startNs + this.#offsetNs);
  }

  /** Returns what is left of the hazard: at a period's start, whole periods are skipped at once. */
  #enterNextSegment(hazard: number): number {
    this.#offsetNs = 0;
    this.#segment++;
    if (this.#segment < this.#segments.length) return hazard;
    this.#segment = 0;
    const skipped = Math.floor(hazard / this.#expectedPerPeriod);
    this.#periods += 1 + skipped;
    return Math.max(0, hazard - skipped * this.#expectedPerPeriod);
  }
}

function rateAt(segment: RateSegment, offsetNs: number): number {
  return Math.max(0, segment.startRate + segment.slope * offsetNs);
}
