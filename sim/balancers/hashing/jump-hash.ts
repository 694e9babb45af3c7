/** Jump consistent hash over the nodes in their order. */
import {
  NONE,
  type Balancer,
  type BalancerDefinition,
  type ClusterView,
  type MessageView,
  type NodeId,
} from "../contract.ts";
import { defineBalancer } from "../define.ts";
import { KeyCache } from "../shared/hash/key-cache.ts";
import { jump } from "../shared/hash/jump.ts";
import { utf8 } from "../shared/hash/utf8.ts";
import { Word64 } from "../shared/hash/word64.ts";
import { xxh64 } from "../shared/hash/xxh64.ts";

/** How often `rehash` tries again before it counts the routable nodes only. */
const REHASHES = 20;

/** Buckets can only be appended, or the last one removed: what happens to the others' keys is `remap`. */
export const jumpHash: BalancerDefinition = defineBalancer(
  "jump-hash",
  {
    summary: "jump consistent hash: a bucket in O(log n) without any table",
    how:
      "Draws a walk of ever longer jumps over the buckets 0, 1, 2, … from the key's hash, and takes the last one that lies within " +
      "the number of nodes. Spread is perfect but for chance, and a node appended at the end takes exactly its share from the " +
      "others. A retry goes where the first try went.",
    source: "Lamping and Veach, A Fast, Minimal Memory, Consistent Hash Algorithm, 2014 (arXiv 1406.2294).",
    fails:
      "Buckets have numbers, not names: when a node in the middle leaves and the nodes are counted anew (remap candidates), every " +
      "node after it takes its neighbour's number and most keys move. Ignores weights. A hot key's node gets it all.",
    parameters: {
      remap: {
        type: "choice",
        choices: ["candidates", "rehash"],
        default: "candidates",
        help: "candidates: bucket i is the i-th routable node; rehash: buckets are all nodes, an absent one's keys draw again",
      },
    },
  },
  ({ parameters, nodeCount }) => new JumpHash(parameters.remap === "rehash", nodeCount),
);

class JumpHash implements Balancer {
  readonly #rehash: boolean;
  readonly #present: Uint8Array;
  readonly #keys: KeyCache<Word64> = new KeyCache((text) => xxh64(utf8(text)));
  readonly #again: Word64 = new Word64();

  constructor(rehash: boolean, nodeCount: number) {
    this.#rehash = rehash;
    this.#present = new Uint8Array(nodeCount);
  }

  pick(view: ClusterView, message: MessageView): NodeId {
    if (view.count === 0) return NONE;
    const key = this.#keys.of(message);
    const rehashed = this.#rehash ? this.#firstPresent(key) : NONE;
    return rehashed !== NONE ? rehashed : view.candidates[jump(key, view.count)]!;
  }

  onMembership({ candidates, count }: ClusterView): void {
    this.#present.fill(0);
    for (let i = 0; i < count; i++) this.#present[candidates[i]!] = 1;
  }

  /** Every further draw starts from the key's hash times an odd number more: another walk. */
  #firstPresent({ high, low }: Word64): NodeId {
    const key = this.#again.set(high, low);
    for (let draw = 0; draw <= REHASHES; draw++) {
      const node = jump(key, this.#present.length);
      if (this.#present[node] === 1) return node;
      key.add(0x9e3779b9, 0x7f4a7c15).multiply(0xbf58476d, 0x1ce4e5b9).xorShifted(31);
    }
    return NONE;
  }
}
