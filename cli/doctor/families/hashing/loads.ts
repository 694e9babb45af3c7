/** Figures of how evenly loads lie. */

type Loads = ArrayLike<number>;

/** The largest load over the average. */
export function peak(loads: Loads): number {
  let most = 0;
  for (let i = 0; i < loads.length; i++) most = Math.max(most, loads[i]!);
  return most / mean(loads);
}

/** The mean square of the loads' relative distance from their average. */
export function relativeVariance(loads: Loads): number {
  const average = mean(loads);
  let sum = 0;
  for (let i = 0; i < loads.length; i++) sum += (loads[i]! / average - 1) ** 2;
  return sum / loads.length;
}

export function mean(loads: Loads): number {
  let sum = 0;
  for (let i = 0; i < loads.length; i++) sum += loads[i]!;
  return sum / loads.length;
}

/** The figure at this fraction of the sorted ones, between two of them in proportion. */
export function quantile(figures: Iterable<number>, fraction: number): number {
  const sorted = Float64Array.from(figures).sort();
  const place = fraction * (sorted.length - 1);
  const below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below]! + (place - below) * (sorted[above]! - sorted[below]!);
}
