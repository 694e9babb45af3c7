/**
 * Gamma, and Erlang as its case of whole shape. Model: Marsaglia & Tsang, A Simple Method for Generating Gamma Variables,
 * ACM TOMS 26(3), 2000: the cube of a shifted normal, squeezed; below shape 1 one boosts shape + 1 by a power of a uniform.
 */
import { exp, log } from "../math.ts";
import type { Random } from "../random.ts";
import type { Sampler } from "./sampler.ts";

/** Above so many stages a gamma draw is faster than the sum of exponentials. */
export const MAX_SUMMED_STAGES = 3;

/** The sum of a few exponentials. */
export class ErlangSampler implements Sampler {
  readonly mean: number;
  readonly #stages: number;
  readonly #stageMean: number;
  readonly #random: Random;

  constructor(mean: number, stages: number, random: Random) {
    this.mean = mean;
    this.#stages = stages;
    this.#stageMean = mean / stages;
    this.#random = random;
  }

  draw(): number {
    let sum = 0;
    for (let stage = 0; stage < this.#stages; stage++) sum += this.#random.exponential(this.#stageMean);
    return sum;
  }
}

export class GammaSampler implements Sampler {
  readonly mean: number;
  readonly #scale: number;
  /** Marsaglia and Tsang's d and c. */
  readonly #d: number;
  readonly #c: number;
  /** 1 / shape where the shape is below 1, else 0. */
  readonly #boost: number;
  readonly #random: Random;

  constructor(mean: number, shape: number, random: Random) {
    this.mean = mean;
    this.#scale = mean / shape;
    this.#boost = shape < 1 ? 1 / shape : 0;
    this.#d = (shape < 1 ? shape + 1 : shape) - 1 / 3;
    this.#c = 1 / Math.sqrt(9 * this.#d);
    this.#random = random;
  }

  draw(): number {
    const value = this.#scale * this.#atLeastOne();
    // U^(1/shape), from the exponential -ln U.
    return this.#boost === 0 ? value : value * exp(-this.#random.exponential(this.#boost));
  }

  /** Gamma of scale 1 and of a shape that is at least 1. */
  #atLeastOne(): number {
    const random = this.#random;
    const d = this.#d;
    for (;;) {
      const x = random.normal();
      const root = 1 + this.#c * x;
      if (root <= 0) continue;
      const v = root * root * root;
      const u = 1 - random.unit();
      const square = x * x;
      if (u < 1 - 0.0331 * square * square) return d * v;
      if (log(u) < 0.5 * square + d * (1 - v + log(v))) return d * v;
    }
  }
}
