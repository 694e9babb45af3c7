/** How much of the traffic each priority level gets, in Envoy's whole percents (load_balancer_impl.cc, `distributeLoad`). */

/** What is counted of one level: hosts, or their weights with `weighted_priority_health`. */
export interface LevelCount {
  readonly healthy: number;
  readonly total: number;
}

/** min(100, factor * healthy / total) as a whole number; the factor is in percent. 0 where nobody is configured. */
export function levelHealth({ healthy, total }: LevelCount, overprovisioningFactor: number): number {
  return total === 0 ? 0 : Math.min(100, Math.floor((overprovisioningFactor * healthy) / total));
}

/** The sum of the levels' health, at most 100. */
export function totalHealth(health: readonly number[]): number {
  return Math.min(
    100,
    health.reduce((sum, one) => sum + one, 0),
  );
}

/**
 * By level: its percentage of the traffic. As much as its health allows goes to the first, then to the next; where all health
 * together is below 100 the shares are scaled up, and what rounding leaves goes to the first level that has any health. All 0
 * where nobody has any.
 */
export function priorityLoads(health: readonly number[]): number[] {
  const total = totalHealth(health);
  if (total === 0) return health.map(() => 0);
  let left = 100;
  const loads = health.map((one) => {
    const load = Math.min(left, Math.floor((one * 100) / total));
    left -= load;
    return load;
  });
  loads[health.findIndex((one) => one > 0)]! += left;
  return loads;
}

/** The level of a draw in [0, 100). */
export function chooseLevel(loads: readonly number[], draw: number): number {
  let reached = 0;
  return loads.findIndex((load) => draw < (reached += load));
}
