/** Distributions whose draw is one line: a constant, or a closed form of one uniform, exponential or normal draw. */
import { exp, log, log1p } from "../math.ts";
import type { Random } from "../random.ts";
import type { Sampler } from "./sampler.ts";

export class ConstantSampler implements Sampler {
  readonly mean: number;

  constructor(value: number) {
    this.mean = value;
  }

  draw(): number {
    return this.mean;
  }
}

export class ExponentialSampler implements Sampler {
  readonly mean: number;
  readonly #random: Random;

  constructor(mean: number, random: Random) {
    this.mean = mean;
    this.#random = random;
  }

  draw(): number {
    return this.#random.exponential(this.mean);
  }
}

export class UniformSampler implements Sampler {
  readonly mean: number;
  readonly #from: number;
  readonly #width: number;
  readonly #random: Random;

  constructor(from: number, to: number, random: Random) {
    this.mean = from + (to - from) / 2;
    this.#from = from;
    this.#width = to - from;
    this.#random = random;
  }

  draw(): number {
    return this.#from + this.#width * this.#random.unit();
  }
}

/** exp of a normal; mean and cv are the value's own. */
export class LognormalSampler implements Sampler {
  readonly mean: number;
  readonly #median: number;
  readonly #sigma: number;
  readonly #random: Random;

  constructor(mean: number, cv: number, random: Random) {
    const variance = log1p(cv * cv);
    this.mean = mean;
    this.#median = mean * exp(-variance / 2);
    this.#sigma = Math.sqrt(variance);
    this.#random = random;
  }

  draw(): number {
    return this.#median * exp(this.#sigma * this.#random.normal());
  }
}

/** By inversion: the exponential of an exponential, bounded or not. */
export class ParetoSampler implements Sampler {
  readonly mean: number;
  readonly #min: number;
  readonly #max: number;
  readonly #inverseShape: number;
  /** Where the exponential ends: at `max`. */
  readonly #limit: number;
  readonly #random: Random;

  /** `max` above `min`. */
  constructor(shape: number, min: number, max: number, mean: number, random: Random) {
    this.mean = mean;
    this.#min = min;
    this.#max = max;
    this.#inverseShape = 1 / shape;
    this.#limit = shape * log(max / min);
    this.#random = random;
  }

  draw(): number {
    const exponential = this.#random.exponential(1);
    // By lack of memory, what an exponential has beyond a multiple of the limit is the exponential cut off at the limit.
    const bounded = exponential < this.#limit ? exponential : exponential % this.#limit;
    return Math.min(this.#max, this.#min * exp(bounded * this.#inverseShape));
  }
}

/** By inversion: a power of an exponential. */
export class WeibullSampler implements Sampler {
  readonly mean: number;
  readonly #scale: number;
  readonly #inverseShape: number;
  readonly #random: Random;

  constructor(shape: number, scale: number, mean: number, random: Random) {
    this.mean = mean;
    this.#scale = scale;
    this.#inverseShape = 1 / shape;
    this.#random = random;
  }

  draw(): number {
    return this.#scale * exp(log(this.#random.exponential(1)) * this.#inverseShape);
  }
}

/** Trials until the first success: an exponential, cut into whole steps. */
export class GeometricSampler implements Sampler {
  readonly mean: number;
  readonly #meanSteps: number;
  readonly #random: Random;

  constructor(mean: number, random: Random) {
    this.mean = mean;
    // P(more than k) = (1 - 1/mean)^k, so an exponential of this mean falls below k with the right probability.
    this.#meanSteps = -1 / log1p(-1 / mean);
    this.#random = random;
  }

  draw(): number {
    return 1 + Math.floor(this.#random.exponential(this.#meanSteps));
  }
}
