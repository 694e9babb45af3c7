/** A ring on which every node has many points, and who of its owners is routable now. */
import type { BalancerContext, ClusterView, NodeConfig, ParameterDeclaration } from "../contract.ts";
import { NumberedText } from "../shared/hash/utf8.ts";
import { Word64 } from "../shared/hash/word64.ts";
import { RingBuilder, type Ring } from "../shared/ring.ts";
import { POSITION_HASHES, positionHashes, type PositionHash } from "./positions.ts";

/** Not an interface, which would not pass as a record of declarations. */
type RingParameters = {
  readonly virtualNodes: Extract<ParameterDeclaration, { readonly default: number }>;
  readonly hash: Extract<ParameterDeclaration, { readonly type: "choice" }> & {
    readonly choices: typeof POSITION_HASHES;
  };
};

/** The parameters of every ring of virtual nodes. */
export const RING_PARAMETERS: RingParameters = {
  virtualNodes: {
    type: "integer",
    min: 1,
    max: 1000,
    default: 160,
    logarithmic: true,
    help: "points on the ring per node of average weight; the load's relative spread is about 1/sqrt of it",
  },
  hash: {
    type: "choice",
    choices: POSITION_HASHES,
    default: "xxhash64",
    help: "the hash function of points and keys",
  },
};

/** By NodeId: points in proportion to weight, `virtualNodes` for the average one; at least one where there is weight. */
export function pointCounts(weights: readonly number[], virtualNodes: number): number[] {
  const positive = weights.filter((weight) => weight > 0);
  const mean = positive.reduce((sum, weight) => sum + weight, 0) / positive.length;
  return weights.map((weight) => (weight > 0 ? Math.max(1, Math.round((virtualNodes * weight) / mean)) : 0));
}

/** The ring of some addresses: point j of an address is at the hash of `address_j`. Ties: who comes first in the list. */
export function virtualNodeRing(addresses: readonly string[], counts: readonly number[], hash: PositionHash): Ring {
  const builder = new RingBuilder(counts.reduce((sum, count) => sum + count, 0));
  const position = new Word64();
  for (const [owner, address] of addresses.entries()) {
    const texts = new NumberedText(`${address}_`);
    for (let j = 0; j < counts[owner]!; j++) {
      positionHashes[hash](texts.of(j), position);
      builder.add(owner, position.high, position.low);
    }
  }
  return builder.build();
}

/** The ring over all configured nodes, one for all gateways. Points of nodes that are away are walked past. */
export function sharedRing(context: BalancerContext, virtualNodes: number, hash: PositionHash): Ring {
  return context.shared(`virtual-node-ring/${virtualNodes}/${hash}`, () => {
    const weights = context.nodes.map((node: NodeConfig) => node.weight);
    const addresses = context.nodes.map((node) => node.address);
    return virtualNodeRing(addresses, pointCounts(weights, virtualNodes), hash);
  });
}

/** Who is routable, by id, so that a walk can ask in O(1). */
export class Presence {
  /** By NodeId: 1 where it is routable and has weight. */
  readonly present: Uint8Array;
  /** How many are. */
  count = 0;
  /** The sum of their weights. */
  weight = 0;

  constructor(nodeCount: number) {
    this.present = new Uint8Array(nodeCount);
  }

  refresh({ candidates, count, weight }: ClusterView): void {
    this.present.fill(0);
    this.count = 0;
    this.weight = 0;
    for (let i = 0; i < count; i++) {
      const node = candidates[i]!;
      if (weight[node]! <= 0) continue;
      this.present[node] = 1;
      this.count++;
      this.weight += weight[node]!;
    }
  }
}
