/** The published hashing families, from the plain ring to the table. */
import type { BalancerDefinition } from "../contract.ts";
import { boundedLoadRing } from "./bounded-load-ring.ts";
import { consistentHashRing } from "./consistent-hash-ring.ts";
import { jumpHash } from "./jump-hash.ts";
import { maglev } from "./maglev.ts";
import { multiProbe } from "./multi-probe.ts";
import { rendezvous } from "./rendezvous.ts";

export const hashingBalancers: readonly BalancerDefinition[] = [
  consistentHashRing,
  boundedLoadRing,
  rendezvous,
  jumpHash,
  multiProbe,
  maglev,
];
