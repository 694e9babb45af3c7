/**
 * Intervals from one long run, whose values are correlated: means of batches long enough to be nearly independent. Models:
 * Law, Simulation Modeling and Analysis, §9.5.3; the batches grow until von Neumann's ratio finds no correlation (Fishman
 * 1978); overlapping batches by Meketon & Schmeiser (1984); quantiles by sectioning (Asmussen & Glynn 2007, §III.5).
 */
import { dependenceOf } from "./independence.ts";
import { interval, unbounded, type Interval } from "./interval.ts";
import { isConstant, meanOf, quantileOfSorted, sortedCopy } from "./sample.ts";
import { requireCount, requireOpenUnit } from "./check.ts";
import { studentQuantile } from "./student.ts";

export interface BatchOptions {
  readonly confidence: number;
  /** Use every batch of that length, not only those side by side: a steadier width from the same run. Off unless said. */
  readonly overlapping?: boolean;
}

export interface BatchInterval extends Interval {
  /** Values in each batch; as many batches side by side as `count` says. */
  readonly batchSize: number;
  /**
   * Whether batches passed for independent. false: the run is too short for its correlation, and the interval too narrow.
   */
  readonly independent: boolean;
  /** The correlation of neighbouring batches where they were tested: a quarter of `batchSize`. */
  readonly lagOne: number;
}

/** Fewer would not notice a correlation that matters. */
const TESTED_LEAST = 64;
/** So many tested batches make one batch of the interval: what correlation the test cannot see, this removes. */
const TESTED_PER_BATCH = 4;
const FINEST = 1024;
/** Batches pass for independent if independent ones would look as correlated with at least this chance. */
const SIGNIFICANCE = 0.1;

/** Of the mean of a stationary sequence (warm-up removed), in the order in which it came. At least 64 values. */
export function batchMeans(
  values: readonly number[],
  { confidence, overlapping = false }: BatchOptions,
): BatchInterval {
  requireOpenUnit("confidence", confidence);
  const { size, independent, lagOne } = independentBatches(values);
  const found = overlapping
    ? overlappingInterval(values, size, confidence)
    : aboutEstimate(batched(values, size), meanOf(values), confidence);
  return { ...found, batchSize: size, independent, lagOne };
}

/** Of the q-quantile of a stationary sequence: batches are tested by the fractions of their values below it. */
export function batchQuantile(values: readonly number[], q: number, { confidence }: BatchOptions): BatchInterval {
  requireOpenUnit("confidence", confidence);
  const estimate = quantileOfSorted(sortedCopy(values), q);
  const { size, independent, lagOne } = independentBatches(values.map((value) => (value <= estimate ? 1 : 0)));
  const sections = sectionsOf(values, size).map((section) => quantileOfSorted(sortedCopy(section), q));
  return { ...aboutEstimate(sections, estimate, confidence), batchSize: size, independent, lagOne };
}

/** The batch length from which on batches seem independent, times the safety margin. */
function independentBatches(values: readonly number[]): { size: number; independent: boolean; lagOne: number } {
  requireCount("batch means", values.length, TESTED_LEAST);
  const longest = Math.floor(values.length / TESTED_LEAST);
  let size = Math.min(longest, Math.ceil(values.length / FINEST));
  for (;;) {
    const { lagOne, pValue } = dependenceOf(batched(values, size));
    const independent = pValue >= SIGNIFICANCE;
    if (independent || size === longest) return { size: size * TESTED_PER_BATCH, independent, lagOne };
    size = Math.min(longest, size * 2);
  }
}

/** Whole batches side by side; what does not fill one is left out at the beginning, where the warm-up would be. */
function sectionsOf(values: readonly number[], size: number): number[][] {
  const count = Math.floor(values.length / size);
  const from = values.length - count * size;
  return Array.from({ length: count }, (_, i) => values.slice(from + i * size, from + (i + 1) * size));
}

function batched(values: readonly number[], size: number): number[] {
  return size === 1 ? [...values] : sectionsOf(values, size).map(meanOf);
}

/** Student's interval about the whole run's estimate, from what the batches say each. */
function aboutEstimate(batches: readonly number[], estimate: number, confidence: number): Interval {
  const count = batches.length;
  if (count < 2) return unbounded(estimate, count);
  const variance = batches.reduce((sum, value) => sum + (value - estimate) ** 2, 0) / (count - 1);
  const half = studentQuantile((1 + confidence) / 2, count - 1) * Math.sqrt(variance / count);
  return interval(estimate, estimate - half, estimate + half, count);
}

function overlappingInterval(values: readonly number[], size: number, confidence: number): Interval {
  const [n, mean, count] = [values.length, meanOf(values), Math.floor(values.length / size)];
  if (isConstant(values)) return interval(mean, mean, mean, count);
  let sum = values.slice(0, size).reduce((a, b) => a + (b - mean), 0);
  let squares = sum * sum;
  for (let i = size; i < n; i++) {
    sum += values[i]! - values[i - size]!;
    squares += sum * sum;
  }
  const variance = squares / (size * (n - size + 1) * (n - size));
  // Half as many degrees of freedom again as batches side by side have (Meketon & Schmeiser).
  const half = studentQuantile((1 + confidence) / 2, 1.5 * (n / size - 1)) * Math.sqrt(variance);
  return interval(mean, mean - half, mean + half, count);
}
