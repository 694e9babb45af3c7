/** Rendezvous hashing: every node bids for a key, and the highest bid wins. */
import { log } from "../../core/math.ts";
import {
  NONE,
  type Balancer,
  type BalancerContext,
  type BalancerDefinition,
  type ClusterView,
  type MessageView,
  type NodeId,
} from "../contract.ts";
import { defineBalancer } from "../define.ts";
import { KeyCache } from "../shared/hash/key-cache.ts";
import type { Word64 } from "../shared/hash/word64.ts";
import { mix32 } from "../shared/integer-hash.ts";
import { isTriedBefore, keyPositions, positionOf } from "./positions.ts";

const TWO_POW_32 = 0x1_0000_0000;

/**
 * A bid in [0, 2^32) from the hashes of key and node. For a given key the first mixing is a bijection of the node's leading
 * word, so that bids are as good as drawn.
 */
export function bid(keyHigh: number, keyLow: number, nodeHigh: number, nodeLow: number): number {
  return mix32(mix32(keyHigh ^ nodeHigh) + (keyLow ^ nodeLow));
}

/**
 * By weight w a bid u in (0, 1) counts as -w / ln u, by which nodes win keys in proportion to their weights (Schindelhauer and
 * Schomaker, SPAA 2005), and a node whose weight changes gains or loses keys without moving others.
 */
export const rendezvous: BalancerDefinition = defineBalancer(
  "rendezvous",
  {
    summary: "rendezvous hashing: of all nodes' hashes with the key the highest wins",
    how:
      "Hashes the key together with every routable node and takes the node with the highest value; with weights the value u counts " +
      "as -w / ln u. When a node leaves, each of its keys goes to the node that was second for it, and no other key moves. A " +
      "retry goes to the best node that was not tried.",
    source:
      "Thaler and Ravishankar, A Name-Based Mapping Scheme for Rendezvous, 1996; weights: Schindelhauer and Schomaker, 2005.",
    fails:
      "Asks every node for every new key: O(n) a pick, 10,000 nodes take tens of microseconds (the last 4,096 keys are remembered " +
      "between changes of membership). A hot key's node gets it all.",
    parameters: {
      weighted: { type: "boolean", default: true, help: "win keys in proportion to weight; off: every node alike" },
    },
  },
  (context) => new Rendezvous(context, context.parameters.weighted),
);

class Rendezvous implements Balancer {
  readonly #weighted: boolean;
  readonly #keys: KeyCache<Word64> = keyPositions("xxhash64");
  readonly #winners: KeyCache<NodeId>;
  /** By NodeId: the two words of its address's hash. */
  readonly #high: Uint32Array;
  readonly #low: Uint32Array;
  /** Routable nodes with weight, those of equal weight side by side; how many, and their hashes, packed for the scan. */
  readonly #ids: Int32Array;
  #count = 0;
  readonly #packedHigh: Uint32Array;
  readonly #packedLow: Uint32Array;
  /** Where the nodes of one weight end in that order. Among them the highest bid wins, and no logarithm is needed. */
  #classEnds: number[] = [];
  #weight: Float64Array = new Float64Array(0);

  constructor(context: BalancerContext, weighted: boolean) {
    const hashes = context.nodes.map((node) => positionOf("xxhash64", node.address));
    this.#weighted = weighted;
    this.#high = Uint32Array.from(hashes, ({ high }) => high);
    this.#low = Uint32Array.from(hashes, ({ low }) => low);
    this.#ids = new Int32Array(context.nodeCount);
    this.#packedHigh = new Uint32Array(context.nodeCount);
    this.#packedLow = new Uint32Array(context.nodeCount);
    this.#winners = new KeyCache((text) => this.#first(positionOf("xxhash64", text)));
  }

  pick(_view: ClusterView, message: MessageView): NodeId {
    return message.attempt === 0 ? this.#winners.of(message) : this.#next(this.#keys.of(message), message);
  }

  onMembership({ candidates, count, weight }: ClusterView): void {
    this.#weight = weight;
    const nodes = candidates.slice(0, count).filter((node) => !this.#weighted || weight[node]! > 0);
    if (this.#weighted) this.#sortByWeight(nodes);
    this.#count = nodes.length;
    this.#classEnds = [];
    nodes.forEach((node, place) => {
      this.#ids[place] = node;
      this.#packedHigh[place] = this.#high[node]!;
      this.#packedLow[place] = this.#low[node]!;
      if (place > 0 && this.#differ(node, nodes[place - 1]!)) this.#classEnds.push(place);
    });
    if (nodes.length > 0) this.#classEnds.push(nodes.length);
    this.#winners.clear();
  }

  #sortByWeight(nodes: Int32Array): void {
    if (nodes.some((node) => this.#differ(node, nodes[0]!))) {
      nodes.sort((one, other) => this.#weight[one]! - this.#weight[other]! || one - other);
    }
  }

  #differ(one: NodeId, other: NodeId): boolean {
    return this.#weighted && this.#weight[one] !== this.#weight[other];
  }

  /** Who wins a first try. */
  #first(key: Word64): NodeId {
    let [winner, highest, from] = [NONE, -1, 0];
    for (const to of this.#classEnds) {
      const node = this.#ids[this.#highest(key, from, to)]!;
      const score = this.#score(key, node, highest);
      if (score > highest) [winner, highest] = [node, score];
      from = to;
    }
    return winner;
  }

  /** The place of the highest bid of these; of equals the first. It meets every node for every new key: only plain numbers. */
  #highest({ high, low }: Word64, from: number, to: number): number {
    const highs = this.#packedHigh;
    const lows = this.#packedLow;
    let winner = from;
    let most = -1;
    for (let place = from; place < to; place++) {
      const offer = bid(high, low, highs[place]!, lows[place]!);
      if (offer > most) {
        most = offer;
        winner = place;
      }
    }
    return winner;
  }

  /** The best of those that a message has not tried yet. */
  #next(key: Word64, retry: MessageView): NodeId {
    let [winner, highest] = [NONE, -1];
    for (let place = 0; place < this.#count; place++) {
      const node = this.#ids[place]!;
      if (isTriedBefore(retry, node, this.#count)) continue;
      const score = this.#score(key, node, highest);
      if (score > highest) [winner, highest] = [node, score];
    }
    return winner;
  }

  /** The logarithm is spared where even its bound `-ln u >= 1 - u` cannot beat the `highest`. */
  #score(key: Word64, node: NodeId, highest: number): number {
    const offer = bid(key.high, key.low, this.#high[node]!, this.#low[node]!);
    if (!this.#weighted) return offer;
    const value = (offer + 0.5) / TWO_POW_32;
    const weight = this.#weight[node]!;
    return weight / (1 - value) <= highest ? -1 : weight / -log(value);
  }
}
