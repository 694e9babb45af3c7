/** The priority levels of a subset: which of them a message goes to, and whether it is in panic. */
import type { NodeId } from "../contract.ts";
import { groupedBy } from "../shared/grouped.ts";
import type { HostPolicy, PolicyFamily } from "./host-policy.ts";
import type { HostStates } from "./host-states.ts";
import { Level, type LevelSettings } from "./level.ts";
import { levelsInPanic, totalPanicLoads } from "./panic.ts";
import { chooseLevel, levelHealth, priorityLoads, totalHealth, type LevelHealth, type LevelLoads } from "./priority.ts";

export interface HostSetSettings extends LevelSettings {
  /** In percent. */
  readonly healthyPanicThreshold: number;
  /** Nobody is chosen from a level in panic. */
  readonly failTrafficOnPanic: boolean;
  /** A level's health is by weight instead of by number. */
  readonly weightedPriorityHealth: boolean;
}

export class HostSets {
  readonly #levels: readonly Level[];
  readonly #settings: HostSetSettings;
  #loads: LevelLoads = { healthy: [], degraded: [] };
  #panic: readonly boolean[] = [];

  constructor(name: string, hosts: readonly NodeId[], settings: HostSetSettings) {
    const byPriority = groupedBy(hosts, (host) => settings.nodes[host]!.priority);
    // Numbers that nobody has make no difference: such a level has no health and no hosts.
    const priorities = [...byPriority.keys()].sort((a, b) => a - b);
    this.#levels = priorities.map((priority, place) => {
      // Only the first level knows of zones.
      const own = place === 0 ? settings : { ...settings, zoneRouting: null };
      return new Level(`${name}/${priority}`, byPriority.get(priority)!, own);
    });
    this.#settings = settings;
  }

  refresh(states: HostStates): void {
    for (const level of this.#levels) level.refresh(states);
    const { overprovisioningFactor, healthyPanicThreshold, weightedPriorityHealth } = this.#settings;
    const counts = this.#levels.map((level) => level.counted);
    const judged = weightedPriorityHealth ? this.#levels.map((level) => level.weighed) : counts;
    const health = judged.map((count) => levelHealth(count, overprovisioningFactor));
    this.#panic = levelsInPanic(counts, health, healthyPanicThreshold);
    this.#loads = this.#panic.every(Boolean) ? totalPanicLoads(counts) : firstWhereNone(priorityLoads(health), health);
  }

  /** `draw` in [0, 100) decides over the level; null: nobody is to be had. */
  policy(family: PolicyFamily, draw: number): HostPolicy | null {
    if (this.#levels.length === 0) return null;
    const { level, isDegraded } = chooseLevel(this.#loads, draw);
    const inPanic = this.#panic[level]!;
    if (inPanic && this.#settings.failTrafficOnPanic) return null;
    return this.#levels[level]!.policy(family, inPanic ? "all" : isDegraded ? "degraded" : "healthy");
  }
}

/** Without panic and without health everything goes to the first level, where nobody takes it. */
function firstWhereNone(loads: LevelLoads, health: readonly LevelHealth[]): LevelLoads {
  if (totalHealth(health) > 0) return loads;
  return { ...loads, healthy: health.map((_, level) => (level === 0 ? 100 : 0)) };
}
