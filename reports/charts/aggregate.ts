/** Fewer points than were measured: neighbouring intervals of a series become one, before they reach a chart. */
import type { RunResult, Series } from "../../sim/index.ts";

/** How many neighbouring intervals become one, so that a series of `length` has at most `most`. */
export function groupSize(length: number, most: number): number {
  return Math.max(1, Math.ceil(length / most));
}

/**
 * How many intervals of a run's series lie wholly before its drain, where nothing is published any more: what is said per
 * interval of traffic ends there, in a value of its own and not in a fall to nothing.
 */
export function intervalsOfTraffic({ series, warmupSeconds, measuredSeconds }: RunResult): number {
  const whole = Math.floor((warmupSeconds + measuredSeconds) / series.intervalSeconds + 1e-9);
  return Math.min(series.length, Math.max(1, whole));
}

/** Sums of `size` neighbours; the last group may be shorter. */
export function sums(values: readonly number[], size: number): readonly number[] {
  return groups(values, size).map((group) => group.reduce((sum, value) => sum + value, 0));
}

/** Means of `size` neighbours. */
export function means(values: readonly number[], size: number): readonly number[] {
  return groups(values, size).map((group) => group.reduce((sum, value) => sum + value, 0) / group.length);
}

/** Means of those of `size` neighbours that have a value; null where none has. */
export function observedMeans(values: readonly (number | null)[], size: number): readonly (number | null)[] {
  return groups(values, size).map((group) => {
    const observed = group.filter((value) => value !== null);
    return observed.length === 0 ? null : observed.reduce((sum, value) => sum + value, 0) / observed.length;
  });
}

/** The largest of `size` neighbours; null where none of them has a value. Quantiles cannot be averaged; the worst can be shown. */
export function worst(values: readonly (number | null)[], size: number): readonly (number | null)[] {
  return groups(values, size).map((group) => {
    const observed = group.filter((value) => value !== null);
    return observed.length === 0 ? null : Math.max(...observed);
  });
}

/** The middle of each group of `size` intervals, in seconds. */
export function middles(series: Pick<Series, "length" | "intervalSeconds">, size: number): readonly number[] {
  const count = Math.ceil(series.length / size);
  return Array.from({ length: count }, (_, index) => {
    const from = index * size;
    const to = Math.min(series.length, from + size);
    return ((from + to) / 2) * series.intervalSeconds;
  });
}

function groups<T>(values: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(values.length / size) }, (_, index) =>
    values.slice(index * size, (index + 1) * size),
  );
}
