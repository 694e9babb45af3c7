/** gRPC's policies, as the catalogue lists them. */
import type { BalancerDefinition } from "../contract.ts";
import { grpcLeastRequest } from "./least-request.ts";
import { grpcPickFirst } from "./pick-first.ts";
import { grpcRingHash } from "./ring-hash.ts";
import { grpcRoundRobin } from "./round-robin.ts";
import { grpcWeightedRoundRobin } from "./weighted-round-robin.ts";

export const grpcBalancers: readonly BalancerDefinition[] = [
  grpcPickFirst,
  grpcRoundRobin,
  grpcWeightedRoundRobin,
  grpcLeastRequest,
  grpcRingHash,
];
