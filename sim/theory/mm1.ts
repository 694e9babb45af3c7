/** M/M/1: Poisson arrivals, exponential service, one server, first come first served. Kleinrock, Queueing Systems I, §3.2. */
import { requirePositive, requireQuantile, requireStable } from "./domain.ts";
import { meansFromWaiting, type QueueMeans, type QueueQuantiles } from "./queue.ts";

export interface Mm1 extends QueueMeans, QueueQuantiles {
  /** Probability that an arrival waits: the load. */
  readonly waitProbability: number;
  /** Time-average probability of at least `k` messages in the system: load^k. */
  tail(k: number): number;
}

/**
 * The M/M/1 queue. Response time is exponential with rate serviceRate - arrivalRate.
 * Throws an UnstableError where arrivalRate >= serviceRate, a RangeError on rates that are not positive.
 */
export function mm1(arrivalRate: number, serviceRate: number): Mm1 {
  requirePositive("arrivalRate", arrivalRate);
  requirePositive("serviceRate", serviceRate);
  const load = arrivalRate / serviceRate;
  requireStable("M/M/1", load);
  const decay = serviceRate - arrivalRate;
  return {
    ...meansFromWaiting(arrivalRate, 1 / serviceRate, 1, load / decay),
    waitProbability: load,
    tail: (k) => load ** k,
    responseQuantile: (q) => (requireQuantile(q), -Math.log1p(-q) / decay),
    waitingQuantile: (q) => (requireQuantile(q), Math.max(0, Math.log(load / (1 - q)) / decay)),
  };
}
