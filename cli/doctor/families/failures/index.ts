/** The families about what fails, and about who defends themselves how. */
import type { Family } from "../family.ts";
import { abandonment } from "./abandonment.ts";
import { backoffAndJitter } from "./backoff.ts";
import { failures } from "./breakdowns.ts";
import { metastableFailure } from "./collapse.ts";
import { deliverySemantics } from "./delivery.ts";
import { forkJoin, quorums } from "./fan-out.ts";
import { hedgedRequests } from "./hedging.ts";
import { queueAccounting } from "./queue-history.ts";
import { retries } from "./retries.ts";
import { retryThrottling } from "./retry-throttling.ts";
import { tailAtScale } from "./tail-at-scale.ts";
import { adaptiveThrottling } from "./throttling.ts";
import { burstyLoss, inFlightMessages, reordering } from "./travel.ts";

export const failureFamilies: readonly Family[] = [
  retries,
  retryThrottling,
  adaptiveThrottling,
  backoffAndJitter,
  hedgedRequests,
  tailAtScale,
  quorums,
  forkJoin,
  deliverySemantics,
  burstyLoss,
  reordering,
  inFlightMessages,
  failures,
  abandonment,
  metastableFailure,
  queueAccounting,
];
