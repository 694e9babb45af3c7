/** Envoy's RING_HASH. */
import type { BalancerDefinition } from "../contract.ts";
import { defineBalancer } from "../define.ts";
import { ketamaRing, PointCache } from "../shared/ketama-points.ts";
import { BALANCE_PARAMETERS, hashingBalancer } from "./hashing.ts";
import { PIPELINE_PARAMETERS } from "./parameters.ts";

export const envoyRingHash: BalancerDefinition = defineBalancer(
  "envoy-ring-hash",
  {
    withoutNode: "refuse",
    summary: "Envoy's RING_HASH: a ketama ring over the healthy hosts, sized by the least weight",
    how:
      "Point i of a host is at the xxHash of address_i; hosts have points by weight, the least of them a whole number, together at " +
      "least minimumRingSize. A message goes to the owner of the first point at or after its key's hash; without a key, of a random " +
      "one. Where a host has more than hashBalanceFactor percent of the average, the hash shuffles the others. Before that: subset, " +
      "priority level (by the same hash), panic.",
    source: "Envoy 1.34, source/extensions/load_balancing_policies/ring_hash, common/thread_aware_lb_impl.cc.",
    fails:
      "With the default 1,024 points over many hosts some get far more than others. The hash that chooses the level also chooses the " +
      "host. When a host leaves its keys move to their next points; with unequal weights some others move too.",
    parameters: {
      minimumRingSize: {
        type: "integer",
        min: 1,
        max: 65_536,
        default: 1024,
        logarithmic: true,
        help: "minimum_ring_size: points on the ring, at least (Envoy itself goes up to 8,388,608)",
      },
      maximumRingSize: {
        type: "integer",
        min: 1,
        max: 8_388_608,
        default: 8_388_608,
        logarithmic: true,
        help: "maximum_ring_size: points on the ring, at most; wins over the minimum",
      },
      ...BALANCE_PARAMETERS,
      ...PIPELINE_PARAMETERS,
    },
  },
  (context) => {
    const { parameters, nodes } = context;
    const { minimumRingSize: least, maximumRingSize: most } = parameters;
    const points = context.shared("envoy-ring-hash", () => new PointCache());
    return hashingBalancer(context, parameters, (shares) => {
      const members = shares.map(({ id, share }) => ({ id, share, key: nodes[id]!.address }));
      const ring = ketamaRing(members, least, most, points);
      // A host turned down counts as if it were not there: the next point's owner is asked, who may be the same host again.
      return (hash, attempt) => ring.owner[(ring.successor(hash.high, hash.low) + attempt) % ring.length]!;
    });
  },
);
