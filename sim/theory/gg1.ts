/** G/G/1 and G/G/c, where no exact answer exists: a bound that always holds and the approximation that is used most. */
import { requireCount, requirePositive, requireStable } from "./domain.ts";
import { erlangC } from "./erlang.ts";
import { meansFromWaiting, type QueueMeans } from "./queue.ts";

/** Rates and squared coefficients of variation (variance / mean²) of gaps and services. */
export interface TwoMoments {
  readonly arrivalRate: number;
  readonly meanService: number;
  readonly gapScv: number;
  readonly serviceScv: number;
}

/**
 * Kingman's upper bound on the mean waiting time of G/G/1 with independent gaps (Biometrika 49, 1962):
 * (variance of gaps + variance of services) * arrivalRate / (2 (1 - load)). Throws an UnstableError at load 1 and above.
 */
export function kingmanBound(queue: TwoMoments): QueueMeans {
  const { arrivalRate, meanService, gapScv, serviceScv } = queue;
  requirePositive("arrivalRate", arrivalRate);
  requirePositive("meanService", meanService);
  const load = arrivalRate * meanService;
  requireStable("G/G/1", load);
  const variances = gapScv / (arrivalRate * arrivalRate) + serviceScv * meanService * meanService;
  return meansFromWaiting(arrivalRate, meanService, 1, (arrivalRate * variances) / (2 * (1 - load)));
}

/**
 * Allen and Cunneen's approximation for G/G/c: the waiting time of M/M/c times (gapScv + serviceScv) / 2. Exact for M/M/c
 * and M/G/1. Throws an UnstableError where the load reaches 1.
 */
export function allenCunneen(queue: TwoMoments, servers: number): QueueMeans {
  const { arrivalRate, meanService, gapScv, serviceScv } = queue;
  requirePositive("arrivalRate", arrivalRate);
  requirePositive("meanService", meanService);
  requireCount("servers", servers);
  const offered = arrivalRate * meanService;
  requireStable("G/G/c", offered / servers);
  const exponential = (erlangC(servers, offered) * meanService) / (servers - offered);
  return meansFromWaiting(arrivalRate, meanService, servers, (exponential * (gapScv + serviceScv)) / 2);
}
