/** gRPC's round_robin. */
import { NONE, type BalancerDefinition } from "../contract.ts";
import { defineBalancer } from "../define.ts";

export const grpcRoundRobin: BalancerDefinition = defineBalancer(
  "grpc-round-robin",
  {
    withoutNode: "refuse",
    summary: "gRPC's round_robin: turns from a random server on, from another one after every change",
    how:
      "Walks the ready servers in the order of the address list. Whenever a connection is made or lost the list is made anew, and the " +
      "walk begins at a random server. Weights are ignored.",
    source: "grpc-go balancer/roundrobin (2026-08).",
    fails:
      "Each client takes turns by itself, so servers see many independent walks, little better than random. It balances per call only " +
      "where the client knows every server: behind one virtual address there is nothing to balance.",
  },
  ({ random }) => {
    let next = 0;
    return {
      pick: ({ candidates, count }) => (count === 0 ? NONE : candidates[next++ % count]!),
      onMembership: ({ count }) => {
        next = count === 0 ? 0 : random.below(count);
      },
    };
  },
);
