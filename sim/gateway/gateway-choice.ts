/**
 * Which gateway a message meets. With one there is nothing to choose, and no draw is made. Gateways that are known to be down
 * get none, as long as another one is up.
 */
import type { Random } from "../core/random.ts";
import type { GatewaysSpec } from "../scenario.ts";

export class GatewayChoice {
  readonly #count: number;
  readonly #assign: GatewaysSpec["assign"];
  readonly #random: Random;
  /** By producer: the gateway whose turn it is. */
  readonly #turn: Int32Array;
  /** By gateway: known to be down. */
  readonly #isDown: Uint8Array;
  /** Gateways that are not known to be down, ascending; null while there is no difference to make. */
  #up: readonly number[] | null = null;

  constructor(spec: GatewaysSpec, producers: number, random: Random) {
    this.#count = spec.count;
    this.#assign = spec.assign;
    this.#random = random;
    this.#turn = Int32Array.from({ length: producers }, (_, producer) => producer % spec.count);
    this.#isDown = new Uint8Array(spec.count);
  }

  pick(producer: number): number {
    return this.#count === 1 ? 0 : this.#pickOne(producer);
  }

  #pickOne(producer: number): number {
    if (this.#up !== null) return this.#pickUp(producer, this.#up);
    if (this.#assign === "random") return this.#random.below(this.#count);
    const gateway = this.#turn[producer]!;
    if (this.#assign === "round-robin") this.#turn[producer] = (gateway + 1) % this.#count;
    return gateway;
  }

  /** Whoever directs producers has heard that a gateway has gone down or come back. */
  learn(gateway: number, isUp: boolean): void {
    this.#isDown[gateway] = isUp ? 0 : 1;
    const up = [...this.#isDown.keys()].filter((index) => this.#isDown[index] === 0);
    this.#up = up.length === 0 || up.length === this.#count ? null : up;
  }

  /** One in turn, or a producer's own, makes way for the next one that is up. */
  #pickUp(producer: number, up: readonly number[]): number {
    if (this.#assign === "random") return up[this.#random.below(up.length)]!;
    const turn = this.#turn[producer]!;
    const gateway = up.find((index) => index >= turn) ?? up[0]!;
    if (this.#assign === "round-robin") this.#turn[producer] = (gateway + 1) % this.#count;
    return gateway;
  }
}
