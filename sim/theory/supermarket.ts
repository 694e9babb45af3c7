/**
 * The supermarket model: each arrival samples d of n equal queues and joins the shortest; the limit n -> infinity.
 * Vvedenskaya, Dobrushin & Karpelevich 1996; Mitzenmacher 1996.
 */
import { requireCount, requirePositive, requireStable } from "./domain.ts";
import { meansFromWaiting, type QueueMeans } from "./queue.ts";

export interface Supermarket extends QueueMeans {
  /** Fraction of queues with at least `k` messages: load^((d^k - 1) / (d - 1)). */
  tail(k: number): number;
}

/**
 * The mean-field fixed point for exponential service, one server per queue. `arrivalRate` is per queue. Finite systems lie
 * above it, by about 1/n. `choices` 1 is M/M/1. Throws an UnstableError where the load reaches 1.
 */
export function supermarket(arrivalRate: number, serviceRate: number, choices: number): Supermarket {
  requirePositive("arrivalRate", arrivalRate);
  requirePositive("serviceRate", serviceRate);
  requireCount("choices", choices);
  const load = arrivalRate / serviceRate;
  requireStable("supermarket model", load);
  const tail = (k: number): number => load ** exponent(choices, k);
  let meanInSystem = 0;
  for (let k = 1; tail(k) > 1e-18 * meanInSystem; k++) meanInSystem += tail(k);
  const waiting = meanInSystem / arrivalRate - 1 / serviceRate;
  return { ...meansFromWaiting(arrivalRate, 1 / serviceRate, 1, waiting), tail };
}

/** 1 + d + … + d^(k-1). */
function exponent(choices: number, k: number): number {
  return choices === 1 ? k : (choices ** k - 1) / (choices - 1);
}
