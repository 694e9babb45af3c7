/** The priority levels of a subset: which of them a message goes to, and whether it is in panic. */
import type { NodeId } from "../contract.ts";
import { groupedBy } from "../shared/grouped.ts";
import type { HostPolicy, PolicyFamily } from "./host-policy.ts";
import { Level, type LevelSettings } from "./level.ts";
import { levelsInPanic, totalPanicLoads } from "./panic.ts";
import { chooseLevel, levelHealth, priorityLoads, totalHealth } from "./priority.ts";

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
  #loads: readonly number[] = [];
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

  refresh(isHealthy: Uint8Array): void {
    for (const level of this.#levels) level.refresh(isHealthy);
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
    const chosen = chooseLevel(this.#loads, draw);
    const inPanic = this.#panic[chosen]!;
    if (inPanic && this.#settings.failTrafficOnPanic) return null;
    return this.#levels[chosen]!.policy(family, inPanic);
  }
}

/** Without panic and without health everything goes to the first level, where nobody takes it. */
function firstWhereNone(loads: readonly number[], health: readonly number[]): readonly number[] {
  return totalHealth(health) > 0 ? loads : loads.map((_, level) => (level === 0 ? 100 : 0));
}
