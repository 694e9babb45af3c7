/** Consistent hashing with bounded loads: nobody gets more than c times the average. */
import type { BalancerDefinition } from "../contract.ts";
import { defineBalancer } from "../define.ts";
import { RingBalancer } from "./ring-balancer.ts";
import { RING_PARAMETERS } from "./virtual-node-ring.ts";

/**
 * The capacity counts this gateway's own messages in flight: with many gateways each bounds its own part. The paper also moves
 * keys back as capacities change; a message in flight stays where it is.
 */
export const boundedLoadRing: BalancerDefinition = defineBalancer(
  "bounded-load-ring",
  {
    summary: "consistent hashing with bounded loads: a full node's messages walk on along the ring",
    how:
      "As consistent-hash-ring, but a node takes a message only while it holds fewer of this gateway's than its capacity, which " +
      "is the average (the new message counted, by weight) times the load factor, rounded up. A message walks on from point to " +
      "point until somebody has room.",
    source: "Mirrokni, Thorup, Zadimoghaddam, Consistent Hashing with Bounded Loads, SODA 2018 (arXiv 1608.01350).",
    fails:
      "A key's messages no longer meet at one node when it is hot: caches fill twice and order is lost. With a factor near 1 most " +
      "messages walk far; with one point a node they all land on the same neighbour. Bounds messages in flight, not work.",
    parameters: {
      loadFactor: {
        type: "number",
        min: 1,
        max: 10,
        default: 1.25,
        logarithmic: true,
        help: "c, the most that a node may hold over the average; HAProxy's hash-balance-factor / 100",
      },
      ...RING_PARAMETERS,
    },
  },
  (context) => new RingBalancer(context, context.parameters),
);
