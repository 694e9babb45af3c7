/**
 * Does the backlog grow without end? The line through the second half of each run's backlog: a queue that is only warming
 * up has levelled off by then; an overloaded one still grows by the same number of messages each second.
 */
import { meanInterval } from "./mean-interval.ts";
import { meanOf } from "./sample.ts";
import { requireCount } from "./check.ts";
import type { Interval } from "./interval.ts";

export interface BacklogGrowth {
  /** Growth over the second half as a fraction of its mean level: 2/3 for a line from 0, 0 for a steady backlog. */
  readonly growth: Interval;
  /** The growth is certain and of the size that an overload makes (a third or more). */
  readonly unstable: boolean;
}

const GROWTH_OF_OVERLOAD = 1 / 3;

/**
 * Of the backlog sampled at equal intervals, one list of at least 16 values for each replication. A single replication
 * has no interval: it is unstable if its growth is large and the line explains nine tenths of what it sees.
 */
export function backlogGrowth(runs: readonly (readonly number[])[], confidence: number): BacklogGrowth {
  const lines = runs.map(lineOfSecondHalf);
  const growth = meanInterval(
    lines.map((line) => line.growth),
    confidence,
  );
  const certain = runs.length > 1 ? growth.low > 0 : lines[0]!.explained >= 0.9;
  return { growth, unstable: certain && growth.estimate >= GROWTH_OF_OVERLOAD };
}

/** Least squares over the second half. */
function lineOfSecondHalf(backlog: readonly number[]): { growth: number; explained: number } {
  requireCount("backlogGrowth", backlog.length, 16);
  const values = backlog.slice(Math.floor(backlog.length / 2));
  const [mean, middle] = [meanOf(values), (values.length - 1) / 2];
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  if (squares === 0) return { growth: 0, explained: 0 };
  const times = values.reduce((sum, _, i) => sum + (i - middle) ** 2, 0);
  const products = values.reduce((sum, value, i) => sum + (value - mean) * (i - middle), 0);
  const slope = products / times;
  return { growth: (slope * values.length) / mean, explained: (slope * products) / squares };
}
