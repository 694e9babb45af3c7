/** M/M/c/K: as M/M/c, but at most K messages in the system; an arrival that finds K there is rejected. M/M/1/K is c = 1. */
import { requireCount, requirePositive } from "./domain.ts";
import type { QueueMeans } from "./queue.ts";

/** Means are of accepted messages; the queue has a steady state at any load. */
export interface Mmck extends QueueMeans {
  /** Fraction of arrivals rejected (Poisson arrivals see time averages). */
  readonly blocking: number;
  /** Accepted messages per unit of time. */
  readonly throughput: number;
  /** Time-average probability of exactly `n` messages in the system, n = 0 … K. */
  readonly probabilities: readonly number[];
  /** Fraction of accepted messages that find every server busy. */
  readonly waitProbability: number;
}

/**
 * The M/M/c/K queue by its birth-death balance (Gross & Harris, §2.5). `places` is K and counts the messages in service.
 * Throws a RangeError on rates that are not positive or where places < servers.
 */
export function mmck(arrivalRate: number, serviceRate: number, servers: number, places: number): Mmck {
  requirePositive("arrivalRate", arrivalRate);
  requirePositive("serviceRate", serviceRate);
  requireCount("servers", servers);
  requireCount("places", places, servers);
  const probabilities = birthDeath(arrivalRate, serviceRate, servers, places);
  const blocking = probabilities[places]!;
  const throughput = arrivalRate * (1 - blocking);
  const meanInSystem = probabilities.reduce((sum, p, n) => sum + n * p, 0);
  const meanResponse = meanInSystem / throughput;
  const allBusy = probabilities.slice(servers, places).reduce((sum, p) => sum + p, 0);
  return {
    utilisation: throughput / (serviceRate * servers),
    meanWaiting: meanResponse - 1 / serviceRate,
    meanResponse,
    meanInSystem,
    blocking,
    throughput,
    probabilities,
    waitProbability: allBusy / (1 - blocking),
  };
}

/** Weights are kept relative to the largest so far, so that heavy loads of many servers do not overflow. */
function birthDeath(arrivalRate: number, serviceRate: number, servers: number, places: number): number[] {
  const logarithms = [0];
  for (let n = 1; n <= places; n++) {
    logarithms.push(logarithms[n - 1]! + Math.log(arrivalRate / (serviceRate * Math.min(n, servers))));
  }
  const largest = Math.max(...logarithms);
  const weights = logarithms.map((logarithm) => Math.exp(logarithm - largest));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}
