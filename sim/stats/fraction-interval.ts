/**
 * Intervals of fractions, such as the loss, down to none seen. Events within one run are correlated (messages are lost
 * together), so the spread between runs counts, not the number of messages alone.
 *
 * Models: Clopper & Pearson (1934); Hanley & Lippman-Hand, If nothing goes wrong, is everything all right? (1983), the
 * rule of three; Korn & Graubard, Confidence intervals for proportions with small expected number of positive counts
 * (1998), which puts the effective sample size of clustered data into Clopper and Pearson's bounds.
 */
import { betaQuantile } from "./beta.ts";
import { interval, type Interval } from "./interval.ts";
import { requireOpenUnit, requirePairs } from "./check.ts";
import { studentQuantile } from "./student.ts";

/** A fraction over several runs. */
export interface FractionInterval extends Interval {
  readonly events: number;
  readonly trials: number;
  /**
   * Of the runs in which the event happens at all, from the runs alone. Where no event was seen, `high` above holds if
   * messages are lost one by one; if they are lost in rare disasters, this is what the runs can say of those.
   */
  readonly runsWithEvents: Interval;
}

/**
 * Clopper and Pearson's exact bounds; `trials` >= 1 independent trials, counts need not be whole. With no event (or
 * nothing else) the free side gets all of the error: 0 of n is bounded by 1 - (1 - confidence)^(1/n), about 3/n at 95%.
 */
export function clopperPearson(events: number, trials: number, confidence: number): Interval {
  requireOpenUnit("confidence", confidence);
  if (!(trials > 0 && events >= 0 && events <= trials))
    throw new RangeError(`clopperPearson: expected 0 <= events <= trials > 0, got ${events} of ${trials}`);
  const error = 1 - confidence;
  const tail = events === 0 || events === trials ? error : error / 2;
  const low = events === 0 ? 0 : betaQuantile(tail, events, trials - events + 1);
  const high = events === trials ? 1 : betaQuantile(1 - tail, events + 1, trials - events);
  return interval(events / trials, low, high, trials);
}

/**
 * The fraction pooled over runs: `events[i]` of `trials[i]` in run i. The interval widens by as much as the runs differ
 * more than independent messages would; it never narrows below that. A single run cannot show how far runs differ: its
 * interval takes messages for independent. Throws where there were no trials at all.
 */
export function fractionInterval(
  events: readonly number[],
  trials: readonly number[],
  confidence: number,
): FractionInterval {
  requirePairs("fractionInterval", events, trials);
  const [happened, tried] = [total(events), total(trials)];
  const size = effectiveTrials(events, trials, happened / tried, confidence);
  const { estimate, low, high } = clopperPearson((happened / tried) * size, size, confidence);
  const runsWithEvents = clopperPearson(events.filter((count) => count > 0).length, events.length, confidence);
  return { ...interval(estimate, low, high, events.length), events: happened, trials: tried, runsWithEvents };
}

/** How many independent trials would have the variance seen between runs; at most as many as there were. */
function effectiveTrials(
  events: readonly number[],
  trials: readonly number[],
  fraction: number,
  confidence: number,
): number {
  const [runs, tried] = [trials.length, total(trials)];
  if (runs < 2 || !(fraction > 0 && fraction < 1)) return tried;
  const squares = total(events.map((count, i) => (count - fraction * trials[i]!) ** 2));
  // The variance of a ratio of totals, linearised (Law §9.5.3); the run, not the message, is the independent unit.
  const variance = (squares * runs) / ((runs - 1) * tried * tried);
  const p = (1 + confidence) / 2;
  const fewRuns = tried > 1 ? studentQuantile(p, tried - 1) / studentQuantile(p, runs - 1) : 1;
  return Math.min(tried, ((fraction * (1 - fraction)) / variance) * fewRuns * fewRuns);
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
