/** Maglev hashing: a lookup table that every node fills in turn, by its own permutation. */
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
import { utf8 } from "../shared/hash/utf8.ts";
import { Word64 } from "../shared/hash/word64.ts";
import { xxh64 } from "../shared/hash/xxh64.ts";
import { maglevTable } from "../shared/maglev-table.ts";
import { nextPrime } from "../shared/prime.ts";
import { TablesByMembership } from "../shared/tables-by-membership.ts";

/** Tables are made on the first pick of a membership, and shared by the gateways that see the same one. */
export const maglev: BalancerDefinition = defineBalancer(
  "maglev",
  {
    summary: "Maglev hashing: a lookup table, filled by the nodes in turn",
    how:
      "Every node has a permutation of the table's entries, from two hashes of its address; in turns each takes the first entry of " +
      "its own that is still free, heavier nodes more often, until the table is full. A key goes to the node of the entry at its " +
      "hash modulo the table's size. When a node leaves the table is filled anew: its keys move, and a few others. A retry goes " +
      "where the first try went.",
    source:
      "Eisenbud et al., Maglev: A Fast and Reliable Software Network Load Balancer, NSDI 2016; weights as in Envoy.",
    fails:
      "A change of membership also moves some keys between nodes that stayed, the more the smaller the table is for its nodes (the " +
      "paper asks for 100 entries per node), and costs a new table. A hot key's node gets it all.",
    parameters: {
      tableSize: {
        type: "integer",
        min: 101,
        max: 655_373,
        default: 65_537,
        logarithmic: true,
        help: "entries of the table, rounded up to a prime; Envoy's table_size",
      },
    },
  },
  (context) => new Maglev(context, context.parameters.tableSize),
);

/** Two words by address: where its permutation begins, and how far it goes each time. */
export interface MaglevAddress {
  readonly offset: number;
  readonly skip: number;
}

/** The permutation of an address as Envoy has it: xxHash with the seeds 0 and 1. */
export function maglevAddress(address: string, size: number): MaglevAddress {
  const bytes = utf8(address);
  return { offset: xxh64(bytes).modulo(size), skip: xxh64(bytes, 1).modulo(size - 1) + 1 };
}

class Maglev implements Balancer {
  readonly #tables: TablesByMembership<Int32Array>;
  readonly #entries: KeyCache<number>;
  #table: Int32Array | null = null;

  constructor(context: BalancerContext, tableSize: number) {
    const size = nextPrime(tableSize);
    this.#tables = context.shared(`maglev/${size}`, () => tablesOf(context, size));
    const scratch = new Word64();
    this.#entries = new KeyCache((text) => xxh64(utf8(text), 0, scratch).modulo(size));
  }

  pick(view: ClusterView, message: MessageView): NodeId {
    if (view.count === 0) return NONE;
    this.#table ??= this.#tables.of(view);
    return this.#table[this.#entries.of(message)]!;
  }

  onMembership(): void {
    this.#table = null;
  }
}

function tablesOf({ nodes }: BalancerContext, size: number): TablesByMembership<Int32Array> {
  const addresses = nodes.map(({ address }) => maglevAddress(address, size));
  return new TablesByMembership((ids) => {
    const members = Array.from(ids, (id) => ({ id, ...addresses[id]!, weight: nodes[id]!.weight }));
    return maglevTable(members, size);
  });
}
