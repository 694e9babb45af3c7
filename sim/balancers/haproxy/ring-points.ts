/** Where servers lie on HAProxy's ring: per server as many points as its effective weight, at hashes of its id and their number. */
import type { NodeId } from "../contract.ts";
import { fullAvalanche } from "../shared/hash/full-avalanche.ts";
import { RingBuilder, type Ring } from "../shared/ring.ts";
import type { Servers } from "./servers.ts";
import { MAX_EFFECTIVE, SCALE } from "./weights.ts";

/** Never changed, so that gateways can share them. */
export class RingPoints {
  readonly ring: Ring;
  /** By point of the ring: whose it is, and which of its owner's points, from 0. */
  readonly node: Int32Array;
  readonly number: Int32Array;
  /** How many servers have points here. */
  readonly servers: number;
  readonly #includes: Uint8Array;

  /** The points of these servers at full weight. Only ids and weights of `servers` are looked at. */
  constructor(servers: Servers, members: readonly NodeId[]) {
    this.servers = members.length;
    this.#includes = new Uint8Array(servers.count);
    // A point's owner on the ring is the place in here, from which both server and number follow.
    const first = [0];
    for (const node of members) first.push(first.at(-1)! + SCALE * servers.weight[node]!);
    const node = new Int32Array(first.at(-1)!);
    const number = new Int32Array(node.length);
    const builder = new RingBuilder(node.length);
    members.forEach((member, at) => {
      this.#includes[member] = 1;
      for (let place = first[at]!; place < first[at + 1]!; place++) {
        node[place] = member;
        number[place] = place - first[at]!;
        builder.add(place, fullAvalanche(servers.id[member]! * MAX_EFFECTIVE + number[place]!));
      }
    });
    this.ring = builder.build();
    this.node = this.ring.owner.map((place) => node[place]!);
    this.number = this.ring.owner.map((place) => number[place]!);
  }

  includes(node: NodeId): boolean {
    return this.#includes[node] === 1;
  }
}
