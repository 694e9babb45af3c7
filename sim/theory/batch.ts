/** M^[X]/M/1: batches of random size at Poisson times, exponential service, one server. Gross & Harris, §3.1. */
import { requirePositive, requireStable } from "./domain.ts";
import { meansFromWaiting, type QueueMeans } from "./queue.ts";

export interface BatchSize {
  /** E[X], at least 1. */
  readonly mean: number;
  /** E[X²]. */
  readonly secondMoment: number;
}

/**
 * Mean values over all messages (not over batches): response = (E[X²] + E[X]) / (2 E[X]) * E[S] / (1 - load).
 * Throws an UnstableError where the load reaches 1, a RangeError where the mean batch is smaller than 1.
 */
export function batchMm1(batchRate: number, size: BatchSize, serviceRate: number): QueueMeans {
  requirePositive("batchRate", batchRate);
  requirePositive("serviceRate", serviceRate);
  if (!(size.mean >= 1)) throw new RangeError(`size.mean: expected >= 1, got ${size.mean}`);
  const arrivalRate = batchRate * size.mean;
  const load = arrivalRate / serviceRate;
  requireStable("M^[X]/M/1", load);
  const crowding = (size.secondMoment + size.mean) / (2 * size.mean);
  return meansFromWaiting(arrivalRate, 1 / serviceRate, 1, (crowding / (1 - load) - 1) / serviceRate);
}

/** Every batch has exactly `messages` messages. */
export function fixedBatch(messages: number): BatchSize {
  return { mean: messages, secondMoment: messages * messages };
}

/** Geometric on 1, 2, 3, … with this mean. */
export function geometricBatch(mean: number): BatchSize {
  return { mean, secondMoment: 2 * mean * mean - mean };
}
