/** GI/M/1: renewal arrivals, exponential service, one server; D/M/1 and E_k/M/1 among them. Kleinrock I, §6. */
import { requireCount, requirePositive, requireQuantile, requireStable } from "./domain.ts";
import { meansFromWaiting, type QueueMeans, type QueueQuantiles } from "./queue.ts";
import { fallingRoot } from "./roots.ts";

export interface Gim1 extends QueueMeans, QueueQuantiles {
  /** Probability that an arrival waits: the root of sigma = A*(serviceRate (1 - sigma)) in (0, 1). */
  readonly sigma: number;
}

/**
 * The GI/M/1 queue from the Laplace transform A*(s) of the gap between arrivals. Response time is exponential with rate
 * serviceRate (1 - sigma). Throws an UnstableError where the load reaches 1.
 */
export function gim1(arrivalRate: number, serviceRate: number, gapTransform: (s: number) => number): Gim1 {
  requirePositive("arrivalRate", arrivalRate);
  requirePositive("serviceRate", serviceRate);
  requireStable("GI/M/1", arrivalRate / serviceRate);
  const crossing = (x: number): number => gapTransform(serviceRate * (1 - x)) - x;
  // sigma = 1 is always a root, so the search has to end short of it.
  const sigma = fallingRoot(crossing, 0, 1 - 1e-9);
  const decay = serviceRate * (1 - sigma);
  return {
    ...meansFromWaiting(arrivalRate, 1 / serviceRate, 1, sigma / decay),
    sigma,
    responseQuantile: (q) => (requireQuantile(q), -Math.log1p(-q) / decay),
    waitingQuantile: (q) => (requireQuantile(q), Math.max(0, Math.log(sigma / (1 - q)) / decay)),
  };
}

/** D/M/1: arrivals at equal gaps of 1 / arrivalRate. */
export function dm1(arrivalRate: number, serviceRate: number): Gim1 {
  return gim1(arrivalRate, serviceRate, (s) => Math.exp(-s / arrivalRate));
}

/**
 * E_k/M/1: gaps are sums of k exponentials, which is what each of k equal nodes sees when strict round robin deals out a
 * Poisson stream. `arrivalRate` is that of one node.
 */
export function erlangM1(stages: number, arrivalRate: number, serviceRate: number): Gim1 {
  requireCount("stages", stages);
  return gim1(arrivalRate, serviceRate, (s) => (1 + s / (stages * arrivalRate)) ** -stages);
}
