/** The families of hashing and of choices without time: calculated by the code that the balancers run on. */
import type { Family } from "../family.ts";
import { ballsIntoBins } from "./balls-into-bins.ts";
import { boundedLoadHashing } from "./bounded-load.ts";
import { keyMovement } from "./key-movement.ts";
import { maglevHashing } from "./maglev.ts";
import { consistentHashingRing } from "./ring.ts";
import { multiProbeHashing, rendezvousHashing } from "./spread.ts";
import { hashTestVectors } from "./vectors.ts";

export const hashingFamilies: readonly Family[] = [
  ballsIntoBins,
  consistentHashingRing,
  boundedLoadHashing,
  keyMovement,
  maglevHashing,
  multiProbeHashing,
  rendezvousHashing,
  hashTestVectors,
];
