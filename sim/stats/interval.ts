/** A confidence interval as plain data. */

export interface Interval {
  readonly estimate: number;
  /** -Infinity where the data bound nothing below (a single replication). */
  readonly low: number;
  /** Infinity where the data bound nothing above. */
  readonly high: number;
  /** (high - low) / 2; Infinity where one side is unbounded. */
  readonly halfWidth: number;
  /** How many independent values it rests on: replications, batches, trials. */
  readonly count: number;
}

export function interval(estimate: number, low: number, high: number, count: number): Interval {
  return { estimate, low, high, halfWidth: (high - low) / 2, count };
}

/** Of an estimate about which nothing is known. */
export function unbounded(estimate: number, count: number): Interval {
  return interval(estimate, -Infinity, Infinity, count);
}

/** The interval of factor times the quantity, plus an offset: for changes of unit. */
export function rescaled({ estimate, low, high, count }: Interval, factor: number, offset = 0): Interval {
  const [a, b] = [low * factor + offset, high * factor + offset];
  return interval(estimate * factor + offset, Math.min(a, b), Math.max(a, b), count);
}
