/** Envoy's policies, as the catalogue lists them. */
import type { BalancerDefinition } from "../contract.ts";
import { envoyClientSideWeightedRoundRobin } from "./client-side-weights.ts";
import { envoyLeastRequest } from "./least-request.ts";
import { envoyMaglev } from "./maglev.ts";
import { envoyRandom } from "./random.ts";
import { envoyRingHash } from "./ring-hash.ts";
import { envoyRoundRobin } from "./round-robin.ts";

export const envoyBalancers: readonly BalancerDefinition[] = [
  envoyRoundRobin,
  envoyLeastRequest,
  envoyRandom,
  envoyRingHash,
  envoyMaglev,
  envoyClientSideWeightedRoundRobin,
];
