/** M/D/1: Poisson arrivals, every service equally long, one server. Exact and free of cancellation at any load. */
import { requirePositive, requireQuantile, requireStable } from "./domain.ts";
import { mg1 } from "./mg1.ts";
import type { QueueMeans, QueueQuantiles } from "./queue.ts";
import { quantileOf } from "./roots.ts";

/**
 * The M/D/1 queue. The waiting time's distribution is Franx's form (Operations Research Letters 29, 2001) of Erlang's
 * 1909 result: sums of positive terms only. Throws an UnstableError where the load reaches 1.
 */
export function md1(arrivalRate: number, service: number): QueueMeans & QueueQuantiles {
  requirePositive("arrivalRate", arrivalRate);
  requirePositive("service", service);
  const load = arrivalRate * service;
  requireStable("M/D/1", load);
  const states = stateSource(load);
  const survival = (t: number): number => 1 - waitingAtMost(states, arrivalRate, service, t);
  const waitingQuantile = (q: number): number => (
    requireQuantile(q),
    q <= 1 - load ? 0 : quantileOf(survival, q, service)
  );
  return {
    ...mg1(arrivalRate, { mean: service, secondMoment: service * service }),
    waitingQuantile,
    responseQuantile: (q) => waitingQuantile(q) + service,
  };
}

/** P(W <= t) for t in [(k - 1) D, k D): Poisson-weighted sums of the queue's distribution. */
function waitingAtMost(states: (n: number) => number, arrivalRate: number, service: number, t: number): number {
  const k = Math.floor(t / service) + 1;
  const rest = arrivalRate * (k * service - t);
  let term = Math.exp(-rest);
  let sum = 0;
  for (let j = 0; j < k; j++) {
    sum += term * states(k - j);
    term *= rest / (j + 1);
  }
  return sum;
}

/**
 * `states(n)`: probability of at most n in the system. From the flow over the cut between n - 1 and n of the chain
 * embedded at departures, where every term is positive, so that no digits cancel.
 */
function stateSource(load: number): (n: number) => number {
  const idle = Math.exp(-load);
  const exact = [1 - load];
  const atMost = [1 - load];
  const arrivalsAtLeast = [1];
  return (n) => {
    while (exact.length <= n) {
      const level = exact.length;
      arrivalsAtLeast.push(poissonTail(load, level));
      exact.push(flowUp(exact, arrivalsAtLeast, level) / idle);
      atMost.push(Math.min(1, atMost[level - 1]! + exact[level]!));
    }
    return atMost[n]!;
  };
}

/** From below `level` to `level` or above: by level arrivals from the empty system, by level - i + 1 from i >= 1. */
function flowUp(exact: readonly number[], arrivalsAtLeast: readonly number[], level: number): number {
  let sum = exact[0]! * arrivalsAtLeast[level]!;
  for (let i = 1; i < level; i++) sum += exact[i]! * arrivalsAtLeast[level - i + 1]!;
  return sum;
}

/** P(A >= k) for A Poisson with this mean, summed from its largest term so that small tails keep their digits. */
function poissonTail(mean: number, k: number): number {
  let term = Math.exp(-mean);
  for (let j = 1; j <= k; j++) term *= mean / j;
  let sum = 0;
  for (let j = k; term > 1e-20 * sum; j++) {
    sum += term;
    term *= mean / (j + 1);
  }
  return sum;
}
