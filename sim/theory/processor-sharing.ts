/** M/G/1 under egalitarian processor sharing: every message present gets an equal share of the server. Kleinrock II, §4.4. */
import { requirePositive, requireStable } from "./domain.ts";
import { meansFromWaiting, type QueueMeans } from "./queue.ts";

/**
 * Mean values; the same for every service distribution of this mean (insensitivity). `meanWaiting` is the time beyond the
 * service demand. Throws an UnstableError where the load reaches 1.
 */
export function processorSharing(arrivalRate: number, meanService: number): QueueMeans {
  requirePositive("arrivalRate", arrivalRate);
  requirePositive("meanService", meanService);
  const load = arrivalRate * meanService;
  requireStable("M/G/1-PS", load);
  return meansFromWaiting(arrivalRate, meanService, 1, (load * meanService) / (1 - load));
}

/** Mean response time of a message whose service demand is `size`: size / (1 - load). */
export function processorSharingOfSize(arrivalRate: number, meanService: number, size: number): number {
  requirePositive("size", size);
  return size * (processorSharing(arrivalRate, meanService).meanResponse / meanService);
}
