/** Hash sharding: key → hash → node. */
import {
  NONE,
  type Balancer,
  type BalancerDefinition,
  type ClusterView,
  type MessageView,
  type NodeId,
} from "./contract.ts";
import { defineBalancer } from "./define.ts";
import { hashKey } from "./shared/integer-hash.ts";

/** How often `rehash` tries again before it falls back on the routable nodes: nginx's limit for `hash`. */
const REHASHES = 20;

type Remap = "candidates" | "next" | "rehash";

/**
 * A key's hash modulo the number of nodes names its node, so equal keys meet at one node as long as membership stands.
 *
 * What happens at a change of membership is `remap`. `candidates` counts the routable nodes only: when one of n leaves, the
 * fraction (n-1)/n of all keys moves. `next` and `rehash` count all nodes of the scenario, so only the absent node's keys
 * move, and come back with it: `next` hands them all to the next routable id, which then carries twice its load; `rehash`
 * hashes again, which spreads them over everybody.
 */
export const hash: BalancerDefinition = defineBalancer(
  "hash",
  {
    summary: "hash sharding: the key's hash names the node",
    how:
      "Hashes the key (MurmurHash3's finaliser over its 53 bits) and takes the node at hash modulo the number of nodes, in the " +
      "order of the scenario. Looks at no load, keeps no state, and sends a retry where the first try went.",
    source: "The classic modulo sharding of caches and partitioned queues; hash: Appleby, MurmurHash3, 2011.",
    fails:
      "A hot key, or few keys: their node gets it all whatever the others do. Traffic without keys goes to one node. With remap " +
      "candidates, one node that leaves moves most keys.",
    parameters: {
      remap: {
        type: "choice",
        choices: ["candidates", "next", "rehash"],
        default: "candidates",
        help: "where keys go when their node is not routable: all keys anew, or only its own: to the next node, or spread out",
      },
    },
  },
  ({ parameters, nodeCount }) => new Hash(parameters.remap, nodeCount),
);

class Hash implements Balancer {
  readonly #remap: Remap;
  readonly #nodeCount: number;
  /** By NodeId: the first routable node from here on, counted in a circle. */
  readonly #nextRoutable: Int32Array;

  constructor(remap: Remap, nodeCount: number) {
    this.#remap = remap;
    this.#nodeCount = nodeCount;
    this.#nextRoutable = new Int32Array(nodeCount);
  }

  pick(view: ClusterView, message: MessageView): NodeId {
    if (view.count === 0) return NONE;
    const code = hashKey(message.key);
    if (this.#remap === "candidates") return view.candidates[code % view.count]!;
    const home = code % this.#nodeCount;
    return this.#remap === "next" ? this.#nextRoutable[home]! : this.#rehashed(view, message.key, home);
  }

  onMembership(view: ClusterView): void {
    if (view.count === 0) return;
    let next = view.candidates[0]!;
    let from = view.count - 1;
    for (let id = this.#nodeCount - 1; id >= 0; id--) {
      if (from >= 0 && view.candidates[from] === id) {
        next = id;
        from--;
      }
      this.#nextRoutable[id] = next;
    }
  }

  #rehashed(view: ClusterView, key: number, home: NodeId): NodeId {
    let node = home;
    for (let seed = 1; seed <= REHASHES; seed++) {
      if (this.#nextRoutable[node] === node) return node;
      node = hashKey(key, seed) % this.#nodeCount;
    }
    return view.candidates[hashKey(key) % view.count]!;
  }
}
