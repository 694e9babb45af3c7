/** The balancers that clients carry with them, and the published ones that need probes, reports or feedback. */
import type { BalancerDefinition } from "../contract.ts";
import { c3 } from "./c3.ts";
import { powerOfChoicesWithMemory } from "./choices-with-memory.ts";
import {
  finagleAperture,
  finagleAperturePeakEwma,
  finagleDeterministicAperture,
  finagleP2cLeastLoaded,
  finagleP2cPeakEwma,
} from "./finagle.ts";
import { jiq } from "./jiq.ts";
import { joinBelowThreshold } from "./join-below-threshold.ts";
import { linkerdPeakEwma } from "./linkerd.ts";
import { prequal } from "./prequal.ts";
import { prequalSynchronous } from "./prequal-synchronous.ts";

export const clientBalancers: readonly BalancerDefinition[] = [
  finagleP2cLeastLoaded,
  finagleP2cPeakEwma,
  finagleAperture,
  finagleAperturePeakEwma,
  finagleDeterministicAperture,
  linkerdPeakEwma,
  jiq,
  joinBelowThreshold,
  powerOfChoicesWithMemory,
  prequal,
  prequalSynchronous,
  c3,
];
