/** How much of the traffic each priority level gets, in Envoy's whole percents (load_balancer_impl.cc, `distributeLoad`). */

/** What is counted of one level: hosts, or their weights with `weighted_priority_health`. */
export interface LevelCount {
  readonly healthy: number;
  readonly degraded: number;
  /** Those that are neither among them. */
  readonly total: number;
}

/** By level, in percent: how much traffic its healthy hosts could take, and how much its degraded ones. */
export interface LevelHealth {
  readonly healthy: number;
  readonly degraded: number;
}

/** By level: the percentages of the traffic that its healthy hosts and its degraded ones get. Together 100. */
export interface LevelLoads {
  readonly healthy: readonly number[];
  readonly degraded: readonly number[];
}

/** min(100, factor * hosts / total) as whole numbers; the factor is in percent. 0 where nobody is configured. */
export function levelHealth({ healthy, degraded, total }: LevelCount, overprovisioningFactor: number): LevelHealth {
  const percent = (hosts: number): number =>
    total === 0 ? 0 : Math.min(100, Math.floor((overprovisioningFactor * hosts) / total));
  return { healthy: percent(healthy), degraded: percent(degraded) };
}

/** The sum of the levels' health, degraded hosts included, at most 100. */
export function totalHealth(health: readonly LevelHealth[]): number {
  return Math.min(
    100,
    health.reduce((sum, { healthy, degraded }) => sum + healthy + degraded, 0),
  );
}

/**
 * As much as their health allows goes to the healthy hosts of the first level, then to those of the next; what they cannot
 * take goes to degraded hosts in the same order. Where all health together is below 100 the shares are scaled up, and what rounding
 * leaves goes to the first level with healthy hosts, or else to the first with degraded ones. All 0 where nobody has any health.
 */
export function priorityLoads(health: readonly LevelHealth[]): LevelLoads {
  const total = totalHealth(health);
  if (total === 0) return { healthy: health.map(() => 0), degraded: health.map(() => 0) };
  let left = 100;
  const shares = (of: readonly number[]): number[] =>
    of.map((percent) => {
      const load = Math.min(left, Math.floor((percent * 100) / total));
      left -= load;
      return load;
    });
  const healthy = shares(health.map((level) => level.healthy));
  const degraded = shares(health.map((level) => level.degraded));
  const first = health.findIndex((level) => level.healthy > 0);
  if (first >= 0) healthy[first]! += left;
  else degraded[health.findIndex((level) => level.degraded > 0)]! += left;
  return { healthy, degraded };
}

/** The level of a draw in [0, 100), and whether its degraded hosts are meant. */
export function chooseLevel({ healthy, degraded }: LevelLoads, draw: number): { level: number; isDegraded: boolean } {
  let reached = 0;
  const isReached = (load: number): boolean => draw < (reached += load);
  const level = healthy.findIndex(isReached);
  return level >= 0 ? { level, isDegraded: false } : { level: degraded.findIndex(isReached), isDegraded: true };
}
