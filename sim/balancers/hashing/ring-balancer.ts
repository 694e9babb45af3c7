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

/** Says which nodes a walk may end at. */
export interface Walker {
  accepts(node: NodeId): boolean;
}

/** The first node from this point on that the walker accepts; NONE after a full circle. */
export function walk(ring: Ring, from: number, walker: Walker): NodeId {
  let point = from;
  for (let steps = 0; steps < ring.length; steps++, point = ring.next(point)) {
    const node = ring.owner[point]!;
    if (walker.accepts(node)) return node;
  }
  return NONE;
}

export class RingBalancer implements Balancer, Walker {
  readonly #loadFactor: number;
  readonly #ring: Ring;
  readonly #presence: Presence;
  /** The point that each key belongs to. */
  readonly #points: KeyCache<number>;
  /** Messages of this gateway in flight. */
  #inFlight = 0;
  #view: ClusterView | null = null;
  /** The message whose earlier nodes are passed over; null: none are. */
  #retry: MessageView | null = null;

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

  /** Where every node with room was tried, the first with room. */
  pick(view: ClusterView, message: MessageView): NodeId {
    if (this.#presence.count === 0) return NONE;
    const from = this.#points.of(message);
    this.#view = view;
    this.#retry = message.attempt > 0 ? message : null;
    let node = walk(this.#ring, from, this);
    if (node === NONE && this.#retry !== null) {
      this.#retry = null;
      node = walk(this.#ring, from, this);
    }
    if (node !== NONE) this.#inFlight++;
    return node;
  }

  /** Whether the message being picked for may go there. */
  accepts(node: NodeId): boolean {
    const { present, count } = this.#presence;
    if (present[node] === 0 || !this.#hasRoom(node)) return false;
    return this.#retry === null || !isTriedBefore(this.#retry, node, count);
  }

  onSettle(): void {
    this.#inFlight--;
  }

  onMembership(view: ClusterView): void {
    this.#presence.refresh(view);
  }

  #hasRoom(node: NodeId): boolean {
    if (this.#loadFactor === Infinity) return true;
    const { inFlight, weight } = this.#view!;
    const share = weight[node]! / this.#presence.weight;
    return inFlight[node]! < boundedCapacity(this.#loadFactor, this.#inFlight + 1, share);
  }
}
