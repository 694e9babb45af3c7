/** Envoy's MAGLEV. */
import type { BalancerDefinition } from "../contract.ts";
import { defineBalancer } from "../define.ts";
import { maglevAddress } from "../hashing/maglev.ts";
import { Word64 } from "../shared/hash/word64.ts";
import { maglevTable } from "../shared/maglev-table.ts";
import { nextPrime } from "../shared/prime.ts";
import { BALANCE_PARAMETERS, hashingBalancer, type TableMaker } from "./hashing.ts";
import { PIPELINE_PARAMETERS } from "./parameters.ts";

export const envoyMaglev: BalancerDefinition = defineBalancer(
  "envoy-maglev",
  {
    withoutNode: "refuse",
    summary: "Envoy's MAGLEV: a lookup table that the healthy hosts fill in turn",
    how:
      "Every host, in the order of their addresses, has a permutation of the table's entries from the xxHash of its address (seeds " +
      "0 and 1) and takes its next free one, lighter hosts not in every round. A message goes to the host at its key's hash modulo the " +
      "table's size. Where a host has more than hashBalanceFactor percent of the average, the hash shuffles the others. Before " +
      "that: subset, priority level (by the same hash), panic.",
    source: "Envoy 1.34, source/extensions/load_balancing_policies/maglev/maglev_lb.cc; Eisenbud et al., NSDI 2016.",
    fails:
      "A change of membership moves some keys between hosts that stayed, too. A table not much larger than the number of hosts " +
      "is uneven. A hot key's host gets it all, unless load is bounded.",
    parameters: {
      tableSize: {
        type: "integer",
        min: 2,
        max: 131_071,
        default: 65_537,
        logarithmic: true,
        help: "table_size: entries of the table, rounded up to a prime, which Envoy insists on; it goes up to 5,000,011",
      },
      ...BALANCE_PARAMETERS,
      ...PIPELINE_PARAMETERS,
    },
  },
  (context) => {
    const { parameters, nodes } = context;
    const size = nextPrime(parameters.tableSize);
    const addresses = context.shared(`envoy-maglev/${size}`, () =>
      nodes.map(({ address }) => maglevAddress(address, size)),
    );
    const before = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
    const table: TableMaker = (shares) => {
      const members = shares.map(({ id, share }) => ({ id, weight: share, ...addresses[id]! }));
      members.sort((a, b) => before(nodes[a.id]!.address, nodes[b.id]!.address));
      const entries = maglevTable(members, size);
      return (hash, attempt) => entries[retried(hash, attempt).modulo(size)]!;
    };
    return hashingBalancer(context, parameters, table);
  },
);

const scratch = new Word64();

/** A host turned down: the hash xor 2^64 - attempt. */
function retried(hash: Word64, attempt: number): Word64 {
  return attempt === 0 ? hash : scratch.set(hash.high, hash.low).xor(0xffffffff, -attempt);
}
