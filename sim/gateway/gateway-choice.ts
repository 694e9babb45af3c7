/** Which gateway a message meets. With one there is nothing to choose, and no draw is made. */
import type { Random } from "../core/random.ts";
import type { GatewaysSpec } from "../scenario.ts";

export class GatewayChoice {
  readonly #count: number;
  readonly #assign: GatewaysSpec["assign"];
  readonly #random: Random;
  /** By producer: the gateway whose turn it is. */
  readonly #turn: Int32Array;

  constructor(spec: GatewaysSpec, producers: number, random: Random) {
    this.#count = spec.count;
    this.#assign = spec.assign;
    this.#random = random;
    this.#turn = Int32Array.from({ length: producers }, (_, producer) => producer % spec.count);
  }

  pick(producer: number): number {
    if (this.#count === 1) return 0;
    if (this.#assign === "random") return this.#random.below(this.#count);
    const gateway = this.#turn[producer]!;
    if (this.#assign === "round-robin") this.#turn[producer] = (gateway + 1) % this.#count;
    return gateway;
  }
}
