/** M/M/c: Poisson arrivals, exponential service, c servers behind one first-come-first-served queue. */
import { requireCount, requirePositive, requireQuantile, requireStable } from "./domain.ts";
import { erlangC } from "./erlang.ts";
import { meansFromWaiting, type QueueMeans, type QueueQuantiles } from "./queue.ts";
import { quantileOf } from "./roots.ts";

export interface Mmc extends QueueMeans, QueueQuantiles {
  /** Probability that an arrival waits (Erlang C). */
  readonly waitProbability: number;
}

/**
 * The M/M/c queue (Kleinrock I, §3.5; response-time distribution: Gross & Harris, §2.3). Those who wait, wait for an
 * exponential time of rate c * serviceRate - arrivalRate. Throws an UnstableError where the load reaches 1.
 */
export function mmc(arrivalRate: number, serviceRate: number, servers: number): Mmc {
  requirePositive("arrivalRate", arrivalRate);
  requirePositive("serviceRate", serviceRate);
  requireCount("servers", servers);
  requireStable("M/M/c", arrivalRate / (serviceRate * servers));
  const waitProbability = erlangC(servers, arrivalRate / serviceRate);
  const decay = servers * serviceRate - arrivalRate;
  const survival = (t: number): number => responseSurvival(waitProbability, serviceRate, decay, t);
  return {
    ...meansFromWaiting(arrivalRate, 1 / serviceRate, servers, waitProbability / decay),
    waitProbability,
    responseQuantile: (q) => (requireQuantile(q), quantileOf(survival, q, 1 / serviceRate)),
    waitingQuantile: (q) => (requireQuantile(q), Math.max(0, Math.log(waitProbability / (1 - q)) / decay)),
  };
}

/** P(T > t): service alone, or an exponential wait of rate `decay` and then service. */
function responseSurvival(waitProbability: number, serviceRate: number, decay: number, t: number): number {
  const difference = decay - serviceRate;
  // Where the two rates meet, the quotient is 0/0 and its limit is t.
  const overlap = Math.abs(difference * t) < 1e-9 ? t : -Math.expm1(-difference * t) / difference;
  return Math.exp(-serviceRate * t) * (1 + waitProbability * serviceRate * overlap);
}
