/** `maxconn`, `minconn` and `fullconn`: how many connections each server may have now (HAProxy 2.6, `srv_dynamic_maxconn`). */
import type { NodeConfig, NodeId } from "../contract.ts";

/**
 * A server with a `minconn` has that limit in an idle backend, its `maxconn` in one with `fullconn` connections, waiting ones
 * included, and in between its share of `maxconn`. Without a `fullconn`, or with `minconn` equal to `maxconn`, it is `maxconn`.
 */
export class Limits {
  /** By NodeId: `maxconn`. One of nothing but a `minconn`, or a greater one, is that. */
  readonly #max: Float64Array;
  readonly #min: Float64Array;
  readonly #full: number;
  /** Those whose limit moves with the load. */
  readonly moving: readonly NodeId[];

  constructor(nodes: readonly NodeConfig[], fullConnections: number) {
    this.#max = Float64Array.from(nodes, ({ maxConnections: max, minConnections: min }) =>
      min > 0 && (max === Infinity || min > max) ? min : max,
    );
    this.#min = Float64Array.from(nodes, ({ minConnections: min }, node) => (min > 0 ? min : this.#max[node]!));
    this.#full = fullConnections;
    const isMoving = (node: NodeId): boolean => this.#min[node]! < this.#max[node]!;
    this.moving = fullConnections === 0 ? [] : [...nodes.keys()].filter(isMoving);
  }

  /** `load`: the backend's connections, waiting ones included. Infinity where the server has no limit. */
  of(node: NodeId, load: number): number {
    const max = this.#max[node]!;
    const min = this.#min[node]!;
    if (min === max || load >= this.#full) return max;
    return Math.max(min, Math.floor((load * max) / this.#full));
  }
}
