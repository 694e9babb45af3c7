/**
 * Draws an id with probability proportional to its weight in O(1): Vose's alias method (A linear algorithm for generating
 * random numbers with a given distribution, IEEE Trans. Software Engineering 17(9), 1991). Built in O(n).
 */
import type { Random } from "../../core/random.ts";
import { NONE, type NodeId } from "../contract.ts";

export class AliasTable {
  #size = 0;
  /** By slot: its own id, the id that gets the rest of it, and how much of it is its own. */
  readonly #own: Int32Array;
  readonly #other: Int32Array;
  readonly #share: Float64Array;

  constructor(capacity: number) {
    this.#own = new Int32Array(capacity);
    this.#other = new Int32Array(capacity);
    this.#share = new Float64Array(capacity);
  }

  /** Takes the first `count` ids with their weights (by id); ids of weight 0 or less are never drawn. */
  build(ids: Int32Array, count: number, weight: Float64Array): void {
    this.#size = 0;
    let total = 0;
    for (let i = 0; i < count; i++) {
      const id = ids[i]!;
      if (weight[id]! <= 0) continue;
      this.#own[this.#size++] = id;
      total += weight[id]!;
    }
    for (let slot = 0; slot < this.#size; slot++) {
      const id = this.#own[slot]!;
      this.#other[slot] = id;
      this.#share[slot] = (weight[id]! * this.#size) / total;
    }
    this.#pair();
  }

  /** One draw; NONE where every weight is 0. */
  draw(random: Random): NodeId {
    if (this.#size === 0) return NONE;
    const slot = random.below(this.#size);
    return random.unit() < this.#share[slot]! ? this.#own[slot]! : this.#other[slot]!;
  }

  /** By id below `nodeCount`: the probability that the table draws it. */
  probabilities(nodeCount: number): Float64Array {
    const probability = new Float64Array(nodeCount);
    for (let slot = 0; slot < this.#size; slot++) {
      const share = Math.min(1, Math.max(0, this.#share[slot]!));
      probability[this.#own[slot]!]! += share / this.#size;
      probability[this.#other[slot]!]! += (1 - share) / this.#size;
    }
    return probability;
  }

  /** Fills every slot that is less than full from one that is more than full. */
  #pair(): void {
    const share = this.#share;
    const poor: number[] = [];
    const rich: number[] = [];
    for (let slot = 0; slot < this.#size; slot++) (share[slot]! < 1 ? poor : rich).push(slot);
    while (poor.length > 0 && rich.length > 0) {
      const taker = poor.pop()!;
      const giver = rich[rich.length - 1]!;
      this.#other[taker] = this.#own[giver]!;
      share[giver]! -= 1 - share[taker]!;
      if (share[giver]! < 1) poor.push(rich.pop()!);
    }
    // What is left of either is full but for rounding.
    for (const slot of poor) share[slot] = 1;
  }
}
