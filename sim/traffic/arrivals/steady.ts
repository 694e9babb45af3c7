/** Arrivals at one constant rate: at random (Poisson), at equal gaps, in Poisson batches, or none at all. */
import { roundHalfUp } from "../../core/math.ts";
import type { Random } from "../../core/random.ts";
import type { Sampler } from "../../core/samplers.ts";
import { NEVER, NS_PER_SECOND, type Ns } from "../../core/time.ts";
import type { ArrivalProcess } from "./arrival-process.ts";

export class PoissonArrivals implements ArrivalProcess {
  readonly batch = 1;
  // NaN until the constructor knows better: fields of doubles begin as doubles (DESIGN.md, §8).
  readonly #meanGapNs: number = NaN;
  /** Not rounded. */
  #timeNs: number = NaN;
  readonly #random: Random;

  /** `ratePerSecond` above 0. */
  constructor(ratePerSecond: number, random: Random) {
    this.#meanGapNs = NS_PER_SECOND / ratePerSecond;
    this.#timeNs = 0;
    this.#random = random;
  }

  nextNs(): Ns {
    this.#timeNs += this.#random.exponential(this.#meanGapNs);
    return roundHalfUp(this.#timeNs);
  }
}

export class RegularArrivals implements ArrivalProcess {
  readonly batch = 1;
  readonly #ratePerSecond: number;
  #count = 0;

  /** `ratePerSecond` above 0. */
  constructor(ratePerSecond: number) {
    this.#ratePerSecond = ratePerSecond;
  }

  nextNs(): Ns {
    // From the count, not from the last time: rounding errors of single gaps cannot add up.
    this.#count++;
    return roundHalfUp((this.#count * NS_PER_SECOND) / this.#ratePerSecond);
  }
}

export class BatchArrivals implements ArrivalProcess {
  batch = 1;
  readonly #times: PoissonArrivals;
  readonly #size: Sampler;

  constructor(batchesPerSecond: number, size: Sampler, random: Random) {
    this.#times = new PoissonArrivals(batchesPerSecond, random);
    this.#size = size;
  }

  nextNs(): Ns {
    this.batch = wholeBatch(this.#size.draw());
    return this.#times.nextNs();
  }
}

/** A drawn size as a number of messages: rounded, and at least 1. */
export function wholeBatch(size: number): number {
  return Math.max(1, roundHalfUp(size));
}

/** A rate of 0. */
export class NoArrivals implements ArrivalProcess {
  readonly batch = 1;

  nextNs(): Ns {
    return NEVER;
  }
}
