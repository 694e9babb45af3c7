/** Consistent hashing: keys and nodes on one ring, each key to the next node. */
import type { BalancerDefinition } from "../contract.ts";
import { defineBalancer } from "../define.ts";
import { RingBalancer } from "./ring-balancer.ts";
import { RING_PARAMETERS } from "./virtual-node-ring.ts";

/**
 * The ring is that of all configured nodes; a key whose point belongs to a node that is away walks on. That is the ring of the
 * routable nodes, without building it: only the absent node's keys move, spread over everybody, and they come back with it.
 */
export const consistentHashRing: BalancerDefinition = defineBalancer(
  "consistent-hash-ring",
  {
    summary: "consistent hashing with virtual nodes: keys go to the next point on a ring",
    how:
      "Every node has many points on a circle, at the hashes of its address and a number; a key goes to the node whose point " +
      "comes first at or after the key's hash. When a node leaves, each of its points' keys go to the next point, so they " +
      "spread over all others and no other key moves. A retry walks on to the next node that was not tried.",
    source:
      "Karger et al., Consistent Hashing and Random Trees, STOC 1997; virtual nodes and successor lists as in Dynamo (DeCandia " +
      "et al., SOSP 2007).",
    fails:
      "A hot key's node gets it all. With few virtual nodes load is uneven: with v points a node its standard deviation is about " +
      "1/sqrt(v) of the mean, with one the fullest of n nodes gets H(n) times the mean. Poor hash functions (sdbm, djb2) put one " +
      "node's points, or similar keys, side by side.",
    parameters: RING_PARAMETERS,
  },
  (context) => new RingBalancer(context, { ...context.parameters, loadFactor: Infinity }),
);
