/**
 * Redundancy-d: each message goes to d of n equal servers, drawn at random; the first copy that is done ends the others at
 * once. Exact for Poisson arrivals and exponential work drawn anew for each copy: Gardner, Harchol-Balter, Scheller-Wolf,
 * Velednitsky & Zbarsky, "Redundancy-d: the power of d choices for redundancy", Operations Research 65(4), 2017, Theorem 1.
 */
import { requireCount, requirePositive, requireStable } from "./domain.ts";

/**
 * The mean response time. `arrivalRate` is per server: n of it altogether. Stable for any load below 1, whatever d. Throws
 * an UnstableError where the load reaches 1, a RangeError where there are fewer servers than copies.
 */
export function redundancyResponse(arrivalRate: number, serviceRate: number, servers: number, copies: number): number {
  requirePositive("arrivalRate", arrivalRate);
  requirePositive("serviceRate", serviceRate);
  requireCount("copies", copies);
  requireCount("servers", servers, copies);
  requireStable("redundancy-d", arrivalRate / serviceRate);
  let response = 0;
  // C(n-1, d-1) / C(i-1, d-1), from i = n, where it is 1, downwards.
  let ratio = 1;
  for (let i = servers; i >= copies; i--) {
    response += 1 / (servers * (serviceRate * ratio - arrivalRate));
    ratio *= (i - 1) / (i - copies);
  }
  return response;
}
