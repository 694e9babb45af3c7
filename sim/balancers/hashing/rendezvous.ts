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
export function bid(key: Word64, nodeHigh: number, nodeLow: number): number {
  return mix32(mix32(key.high ^ nodeHigh) + (key.low ^ nodeLow));
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
  /** Routable nodes with weight, and how many, packed for the scan. */
  readonly #ids: Int32Array;
  #count = 0;
  #weight: Float64Array = new Float64Array(0);

  constructor(context: BalancerContext, weighted: boolean) {
    const hashes = context.nodes.map((node) => positionOf("xxhash64", node.address));
    this.#weighted = weighted;
    this.#high = Uint32Array.from(hashes, ({ high }) => high);
    this.#low = Uint32Array.from(hashes, ({ low }) => low);
    this.#ids = new Int32Array(context.nodeCount);
    this.#winners = new KeyCache((text) => this.#best(positionOf("xxhash64", text), null));
  }

  pick(_view: ClusterView, message: MessageView): NodeId {
    return message.attempt === 0 ? this.#winners.of(message) : this.#best(this.#keys.of(message), message);
  }

  onMembership({ candidates, count, weight }: ClusterView): void {
    this.#count = 0;
    this.#weight = weight;
    for (let i = 0; i < count; i++) {
      const node = candidates[i]!;
      if (!this.#weighted || weight[node]! > 0) this.#ids[this.#count++] = node;
    }
    this.#winners.clear();
  }

  /** The highest score; of equals the first. `retry`: whose earlier nodes are passed over. */
  #best(key: Word64, retry: MessageView | null): NodeId {
    let [winner, highest] = [NONE, -1];
    for (let i = 0; i < this.#count; i++) {
      const node = this.#ids[i]!;
      if (retry !== null && isTriedBefore(retry, node, this.#count)) continue;
      const offer = bid(key, this.#high[node]!, this.#low[node]!);
      const score = this.#weighted ? scoreOf(this.#weight[node]!, (offer + 0.5) / TWO_POW_32, highest) : offer;
      if (score > highest) [winner, highest] = [node, score];
    }
    return winner;
  }
}

/** The weighted score of a bid; the logarithm is spared where even its bound `-ln u >= 1 - u` cannot beat the `highest`. */
function scoreOf(weight: number, value: number, highest: number): number {
  return weight / (1 - value) <= highest ? -1 : weight / -log(value);
}
