/** Consistent hashing as HAProxy does it (2.6, `lb_chash.c`): the nearest point, not the next one. */
import { NONE, type BalancerContext, type NodeId } from "../contract.ts";
import { RingPoints } from "./ring-points.ts";
import type { Group, Servers } from "./servers.ts";

/** Fewer live servers than one in this many, and the ring is made anew from the live ones. */
const SPARSE = 8;

/**
 * The ring of one group. A server that is not usable, or starts slowly, leaves points behind that lookups pass over, which
 * costs a change O(1) and a lookup O(log n). Points at one position stay in the order of the file; HAProxy puts those of a
 * server that has come back behind the others.
 */
export class ServerRing {
  readonly #servers: Servers;
  readonly #group: Group;
  /** By NodeId: how many of its points are live. */
  readonly #live: Int32Array;
  /** Servers with live points. */
  #liveServers = 0;
  #points: RingPoints;
  /** Where the walk of messages without a key stands; NONE before its first step. */
  #last: number = NONE;

  constructor(context: Pick<BalancerContext, "shared">, servers: Servers, group: Group) {
    this.#servers = servers;
    this.#group = group;
    this.#live = new Int32Array(servers.count);
    this.#points = context.shared(
      `haproxy/ring/${group}`,
      () =>
        new RingPoints(
          servers,
          this.#membersBy((node) => servers.canServe[node] === 1),
        ),
    );
  }

  /** The server has another effective weight, none where it is down. */
  refresh(node: NodeId): void {
    const weight = this.#servers.effectiveWeight[node]!;
    this.#liveServers += Math.sign(weight) - Math.sign(this.#live[node]!);
    this.#live[node] = weight;
    if (weight > 0 && !this.#points.includes(node)) this.#rebuild();
    // HAProxy moves on from a point that it takes off.
    if (this.#last !== NONE && this.#liveServers > 0) this.#last = this.#liveFrom(this.#last);
  }

  /**
   * The server of the point nearest to the hash, of two as near the one before it. While that server is to be avoided or
   * not `isOpen`, the next point's; after a second end of the ring, the last one's.
   */
  find(hash: number, avoid: NodeId, isOpen: ((node: NodeId) => boolean) | null): NodeId {
    if (this.#liveServers * SPARSE < this.#points.servers) this.#rebuild();
    const { ring, node } = this.#points;
    const next = this.#liveFrom(ring.successor(hash));
    const previous = this.#liveBefore(ring.successor(hash));
    const isPreviousNearer = (hash - ring.high[previous]!) >>> 0 <= (ring.high[next]! - hash) >>> 0;
    let point = isPreviousNearer ? previous : next;
    let ends = 0;
    while (node[point] === avoid || (isOpen !== null && !isOpen(node[point]!))) {
      const following = this.#liveFrom(ring.next(point));
      if (following <= point && ++ends > 1) break;
      point = following;
    }
    return node[point]!;
  }

  /** The next point's server on a walk around the ring; those that are full are passed over. NONE where all are. */
  walk(avoid: NodeId): NodeId {
    const { node } = this.#points;
    let point = this.#last;
    let avoided = NONE;
    let stop = this.#last;
    do {
      point = this.#liveFrom(point === NONE ? 0 : this.#points.ring.next(point));
      if (stop === NONE) stop = point;
      this.#last = point;
      if (this.#servers.isFull(node[point]!)) continue;
      if (node[point] !== avoid) return node[point]!;
      avoided = point;
    } while (point !== stop);
    if (avoided === NONE) return NONE;
    this.#last = avoided;
    return node[avoided]!;
  }

  /** This point if it is live, else the next one that is. One must be. */
  #liveFrom(point: number): number {
    let at = point;
    while (!this.#isLive(at)) at = this.#points.ring.next(at);
    return at;
  }

  #liveBefore(point: number): number {
    let at = this.#points.ring.previous(point);
    while (!this.#isLive(at)) at = this.#points.ring.previous(at);
    return at;
  }

  #isLive(point: number): boolean {
    return this.#points.number[point]! < this.#live[this.#points.node[point]!]!;
  }

  #rebuild(): void {
    const position = this.#last === NONE ? NONE : this.#points.ring.high[this.#last]!;
    this.#points = new RingPoints(
      this.#servers,
      this.#membersBy((node) => this.#live[node]! > 0),
    );
    const { ring } = this.#points;
    this.#last = position === NONE ? NONE : ring.previous(ring.successor((position + 1) >>> 0));
  }

  #membersBy(isMember: (node: NodeId) => boolean): NodeId[] {
    const nodes = Array.from({ length: this.#servers.count }, (_, node) => node);
    return nodes.filter((node) => this.#servers.group[node] === this.#group && isMember(node));
  }
}
