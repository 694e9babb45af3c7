/** Servers laid side by side by weight, `down` ones included: where nginx's hashes and draws fall. */
import { NONE, type NodeId } from "../contract.ts";
import type { Upstream } from "./upstream.ts";

export class WeightedList {
  /** The sum of all weights. */
  readonly total: number;
  readonly #nodes: Int32Array;
  readonly #upstream: Upstream;
  /** By place: the sum of the weights up to and with it. */
  readonly #upTo: Float64Array;

  /** An upstream's servers without the backups. */
  constructor(upstream: Upstream) {
    const { primaries, peers } = upstream;
    let sum = 0;
    this.#upstream = upstream;
    this.#nodes = primaries;
    this.#upTo = Float64Array.from(primaries, (node) => (sum += peers.weight[node]!));
    this.total = sum;
  }

  /** The server under a place, counted in a circle. O(log n). */
  at(placeInCircle: number): NodeId {
    const place = placeInCircle % this.total;
    let [low, high] = [0, this.#upTo.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (place < this.#upTo[middle]!) high = middle;
      else low = middle + 1;
    }
    return this.#nodes[low]!;
  }

  /** The same where a message with these earlier tries may pick it, otherwise NONE. */
  pickAt(place: number, tries: readonly NodeId[]): NodeId {
    const node = this.at(place);
    return this.#upstream.peers.isEligible(node) && !tries.includes(node) ? node : NONE;
  }
}
