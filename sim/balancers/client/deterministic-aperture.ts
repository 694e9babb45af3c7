/**
 * Finagle's deterministic aperture: clients and nodes lie evenly on one circle, and a client draws two nodes from its own arc of
 * it. Arcs are so long that all of them together cover the circle evenly, so a node at an arc's edge belongs to it in part.
 */
import type { Random } from "../../core/random.ts";
import type { Ns } from "../../core/time.ts";
import { NONE, type Balancer, type ClusterView, type NodeId, type ReplyView } from "../contract.ts";
import { Routable } from "./routable.ts";
import type { LoadMetric } from "./two-choices.ts";

/** Arcs whose lengths differ by less are the same. */
const EPSILON = 1e-6;

export interface Peer {
  /** Which of the clients this is, from 0. */
  readonly gateway: number;
  readonly gatewayCount: number;
}

export class DeterministicAperture implements Balancer {
  readonly #metric: LoadMetric;
  readonly #minAperture: number;
  readonly #peer: Peer;
  readonly #random: Random;
  readonly #routable: Routable;
  #width = 1;

  constructor(metric: LoadMetric, minAperture: number, peer: Peer, random: Random, nodeCount: number) {
    this.#metric = metric;
    this.#minAperture = minAperture;
    this.#peer = peer;
    this.#random = random;
    this.#routable = new Routable(nodeCount);
  }

  pick(view: ClusterView): NodeId {
    if (view.count === 0) return NONE;
    const offset = this.#peer.gateway / this.#peer.gatewayCount;
    const first = indexAt(offset + this.#random.unit() * this.#width, view.count);
    const second = this.#second(first, offset, view.count);
    const [one, other] = [view.candidates[first]!, view.candidates[second]!];
    // Both are read, whichever wins: a look may be an observation.
    const load = this.#metric.load(one, view) / overlap(first, offset, this.#width, view.count);
    const otherLoad = this.#metric.load(other, view) / overlap(second, offset, this.#width, view.count);
    return load <= otherLoad ? one : other;
  }

  onSettle(node: NodeId, latencyNs: Ns, _ok: boolean, view: ClusterView, { outcome }: ReplyView): void {
    if (outcome !== "cancelled") this.#metric.observe?.(node, latencyNs, view);
  }

  onMembership(view: ClusterView): void {
    this.#routable.update(view, (node) => this.#metric.joined?.(node, view));
    this.#width = apertureWidth(this.#peer.gatewayCount, view.count, this.#minAperture);
  }

  /** Uniform over the arc without the first node's part of it; the first again where that is all. */
  #second(first: number, offset: number, count: number): number {
    const taken = overlap(first, offset, this.#width, count) / count;
    const rest = this.#width - taken;
    if (rest <= EPSILON) return first;
    const position = offset + this.#random.unit() * rest;
    const end = startOf(first, offset, this.#width, count) + 1 / count;
    return indexAt(position >= end - taken ? position + taken : position, count);
  }
}

/** The fraction of the circle that a client's arc covers: whole clients' units, at least `minAperture` nodes, at most all. */
export function apertureWidth(clients: number, nodes: number, minAperture: number): number {
  if (nodes === 0) return 1;
  const units = Math.ceil((Math.min(minAperture, nodes) * clients) / nodes);
  return Math.min(1, units / clients);
}

/** How much of a node's own arc the client's covers, in (0, 1] for nodes of the aperture. */
export function overlap(index: number, offset: number, width: number, nodes: number): number {
  const start = startOf(index, offset, width, nodes);
  const length = Math.min(start + 1 / nodes, offset + width) - Math.max(start, offset);
  return Math.max(0, length) * nodes;
}

/** Where the node's arc begins; a turn later where the client's arc reaches it beyond the end of the circle. */
function startOf(index: number, offset: number, width: number, nodes: number): number {
  const start = index / nodes;
  return start + 1 < offset + width ? start + 1 : start;
}

function indexAt(position: number, nodes: number): number {
  return Math.floor((position % 1) * nodes) % nodes;
}
