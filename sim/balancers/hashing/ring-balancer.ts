/** The walk along a ring of virtual nodes, to the first node that is routable, has room and was not tried. */
import {
  NONE,
  type Balancer,
  type BalancerContext,
  type ClusterView,
  type MessageView,
  type NodeId,
} from "../contract.ts";
import { KeyCache } from "../shared/hash/key-cache.ts";
import type { Ring } from "../shared/ring.ts";
import { isTriedBefore, positionOf, type PositionHash } from "./positions.ts";
import { Presence, sharedRing } from "./virtual-node-ring.ts";

export interface RingSettings {
  /** The most that a node may hold over the average; Infinity: no bound. */
  readonly loadFactor: number;
  readonly virtualNodes: number;
  readonly hash: PositionHash;
}

/** Keeps products such as 1.1 * 10 from being rounded up past themselves. */
const ROUNDING = 1e-9;

/**
 * The most that a node with this share of the weight may hold when `total` messages, the new one among them, are in flight. The
 * capacities of all nodes together are at least `total`, so one of them has room.
 */
export function boundedCapacity(factor: number, total: number, share: number): number {
  return Math.ceil(factor * total * share - ROUNDING);
}

export class RingBalancer implements Balancer {
  readonly #loadFactor: number;
  readonly #ring: Ring;
  readonly #presence: Presence;
  /** The point that each key belongs to. */
  readonly #points: KeyCache<number>;
  /** Messages of this gateway in flight. */
  #inFlight = 0;

  constructor(context: BalancerContext, { loadFactor, virtualNodes, hash }: RingSettings) {
    const ring = sharedRing(context, virtualNodes, hash);
    this.#loadFactor = loadFactor;
    this.#ring = ring;
    this.#presence = new Presence(context.nodeCount);
    this.#points = new KeyCache((text) => {
      const { high, low } = positionOf(hash, text);
      return ring.successor(high, low);
    });
  }

  pick(view: ClusterView, message: MessageView): NodeId {
    if (this.#presence.count === 0) return NONE;
    const node = this.#walk(view, message);
    if (node !== NONE) this.#inFlight++;
    return node;
  }

  onSettle(): void {
    this.#inFlight--;
  }

  onMembership(view: ClusterView): void {
    this.#presence.refresh(view);
  }

  /** The first with room that was not tried; where all were, the first with room. */
  #walk(view: ClusterView, message: MessageView): NodeId {
    const { present, count } = this.#presence;
    let point = this.#points.of(message);
    let fallback = NONE;
    for (let steps = 0; steps < this.#ring.length; steps++, point = this.#ring.next(point)) {
      const node = this.#ring.owner[point]!;
      if (present[node] === 0 || !this.#hasRoom(view, node)) continue;
      if (!isTriedBefore(message, node, count)) return node;
      if (fallback === NONE) fallback = node;
    }
    return fallback;
  }

  #hasRoom({ inFlight, weight }: ClusterView, node: NodeId): boolean {
    if (this.#loadFactor === Infinity) return true;
    const share = weight[node]! / this.#presence.weight;
    return inFlight[node]! < boundedCapacity(this.#loadFactor, this.#inFlight + 1, share);
  }
}
