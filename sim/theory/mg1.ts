/** M/G/1: Poisson arrivals, any service distribution, one server, first come first served. Pollaczek 1930, Khinchine 1932. */
import { complex, divide, multiply, scale, subtract, type Complex } from "./complex.ts";
import { requirePositive, requireQuantile, requireStable } from "./domain.ts";
import { invertLaplace } from "./laplace.ts";
import { meansFromWaiting, type QueueMeans, type QueueQuantiles } from "./queue.ts";
import { quantileOf } from "./roots.ts";
import type { ServiceMoments, ServiceTransform } from "./service.ts";

/**
 * Mean values by Pollaczek-Khinchine: waiting = arrivalRate * E[S²] / (2 (1 - load)).
 * Throws an UnstableError where the load reaches 1, a RangeError on moments that are not positive and finite.
 */
export function mg1(arrivalRate: number, service: ServiceMoments): QueueMeans {
  requirePositive("arrivalRate", arrivalRate);
  requirePositive("service.mean", service.mean);
  requirePositive("service.secondMoment", service.secondMoment);
  const load = arrivalRate * service.mean;
  requireStable("M/G/1", load);
  return meansFromWaiting(arrivalRate, service.mean, 1, (arrivalRate * service.secondMoment) / (2 * (1 - load)));
}

/**
 * Waiting and response quantiles from the Pollaczek-Khinchine transform, inverted numerically (Euler's method of Abate &
 * Whitt 1995; about six digits). For service without atoms; `md1` is exact for deterministic service.
 */
export function mg1Quantiles(arrivalRate: number, service: ServiceTransform): QueueQuantiles {
  const { meanResponse } = mg1(arrivalRate, service);
  const load = arrivalRate * service.mean;
  const waiting = (s: Complex): Complex => waitingTransform(arrivalRate, load, service.transform(s), s);
  const response = (s: Complex): Complex => multiply(waiting(s), service.transform(s));
  return {
    responseQuantile: (q) => (requireQuantile(q), quantileOf(survivalOf(response), q, meanResponse)),
    waitingQuantile: (q) => (requireQuantile(q), q <= 1 - load ? 0 : quantileOf(survivalOf(waiting), q, meanResponse)),
  };
}

/** W*(s) = (1 - load) s / (s - arrivalRate (1 - S*(s))). */
function waitingTransform(arrivalRate: number, load: number, service: Complex, s: Complex): Complex {
  return divide(scale(s, 1 - load), subtract(s, scale(subtract(complex(1), service), arrivalRate)));
}

/** P(X > t) has the transform (1 - X*(s)) / s. */
function survivalOf(transform: (s: Complex) => Complex): (t: number) => number {
  return (t) => (t <= 0 ? 1 : invertLaplace((s) => divide(subtract(complex(1), transform(s)), s), t));
}
