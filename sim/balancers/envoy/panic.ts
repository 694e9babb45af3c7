/** When Envoy stops believing in health (load_balancer_impl.cc, `recalculatePerPriorityPanic`). */
import { totalHealth, type LevelCount, type LevelHealth, type LevelLoads } from "./priority.ts";

/**
 * By level: whether it is in panic, so that all its hosts are used, healthy or not. Never while the levels together are healthy
 * enough for all traffic; degraded hosts count as healthy ones. `threshold` in percent; 0: never.
 */
export function levelsInPanic(
  hosts: readonly LevelCount[],
  health: readonly LevelHealth[],
  threshold: number,
): readonly boolean[] {
  if (totalHealth(health) === 100) return hosts.map(() => false);
  return hosts.map(({ healthy, degraded, total }) => {
    const percent = (some: number): number => (total === 0 ? 0 : (100 * some) / total);
    return percent(healthy) + percent(degraded) < threshold;
  });
}

/** The percentages when every level is in panic: by hosts, healthy or not; what rounding leaves goes to the first that has any. */
export function totalPanicLoads(hosts: readonly LevelCount[]): LevelLoads {
  const all = hosts.reduce((sum, { total }) => sum + total, 0);
  const loads = hosts.map(({ total }) => (all === 0 ? 0 : Math.floor((100 * total) / all)));
  const left = loads.reduce((rest, load) => rest - load, 100);
  const first = hosts.findIndex(({ total }) => total > 0);
  loads[Math.max(0, first)]! += left;
  return { healthy: loads, degraded: loads.map(() => 0) };
}
