/** Duplication on a link: some of what is sent arrives twice, and each copy by itself. */
import type { Random } from "../core/random.ts";

export class Duplication {
  readonly #probability: number;
  readonly #random: Random;

  constructor(probability: number, random: Random) {
    this.#probability = probability;
    this.#random = random;
  }

  strikes(): boolean {
    return this.#random.unit() < this.#probability;
  }
}
