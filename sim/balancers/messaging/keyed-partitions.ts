/** The key alone names the partition, of all that are configured: nobody takes over for one that is away. */
import { NONE, type Balancer, type ClusterView, type MessageView, type NodeId } from "../contract.ts";
import { KeyCache } from "../shared/hash/key-cache.ts";
import { IdSet } from "../shared/id-set.ts";

/** The routable nodes as a set: refreshed at every change of membership, O(1) to ask. */
export function refill(set: IdSet, { candidates, count }: ClusterView): void {
  set.clear();
  for (let i = 0; i < count; i++) set.add(candidates[i]!);
}

export class KeyedPartitions implements Balancer {
  readonly #partitions: KeyCache<NodeId>;
  readonly #available: IdSet;

  /** `partitionOf` names the partition of a key's text, below `nodeCount`. */
  constructor(nodeCount: number, partitionOf: (text: string) => NodeId) {
    this.#partitions = new KeyCache(partitionOf);
    this.#available = new IdSet(nodeCount);
  }

  pick(view: ClusterView, message: MessageView): NodeId {
    if (view.count === 0) return NONE;
    const partition = this.#partitions.of(message);
    return this.#available.has(partition) ? partition : NONE;
  }

  onMembership(view: ClusterView): void {
    refill(this.#available, view);
  }
}
