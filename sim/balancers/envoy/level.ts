/** One priority level of a subset: its hosts, in which state each is, and the lists from which hosts are chosen. */
import { NONE, type NodeConfig, type NodeId } from "../contract.ts";
import type { HostPolicy, HostSource, PolicyFamily } from "./host-policy.ts";
import { HEALTHY, DEGRADED, type HostStates } from "./host-states.ts";
import { effectiveLocalityWeight, localitiesOf, localitySchedule, type Locality } from "./localities.ts";
import type { LevelCount } from "./priority.ts";
import type { ZoneRouting } from "./zone-routing.ts";

export interface LevelSettings {
  readonly nodes: readonly NodeConfig[];
  /** Localities take turns by their weights. */
  readonly localityTurns: boolean;
  /** Without these turns: localities by where the gateway is; null: no localities. */
  readonly zoneRouting: ZoneRouting | null;
  readonly overprovisioningFactor: number;
  /** Of the schedule of localities. */
  readonly seed: number;
}

/** Which hosts of a level a pick is for. */
export type HostsInUse = "healthy" | "degraded" | "all";

/** A list and the rule over it, made when it is first asked. */
interface Choice {
  readonly source: HostSource;
  policy: HostPolicy | null;
}

/** Hosts of one state: all of them, and by locality where localities matter. */
interface Pool {
  readonly hosts: readonly NodeId[];
  readonly all: Choice;
  readonly zones: readonly Choice[];
  /** The place of the locality in turn, NONE for all together; null where localities do not matter. */
  readonly nextZone: (() => number) | null;
}

export class Level {
  readonly #name: string;
  readonly #hosts: readonly NodeId[];
  readonly #settings: LevelSettings;
  readonly #localities: readonly Locality[];
  #all: Choice;
  #healthy: Pool;
  #degraded: Pool;

  constructor(name: string, hosts: readonly NodeId[], settings: LevelSettings) {
    this.#name = name;
    this.#hosts = hosts;
    this.#settings = settings;
    this.#localities =
      settings.localityTurns || settings.zoneRouting !== null ? localitiesOf(hosts, settings.nodes) : [];
    this.#all = choiceOf(`${name}/all`, hosts);
    this.#healthy = this.#degraded = { hosts: [], all: choiceOf(name, []), zones: [], nextZone: null };
  }

  /** Takes note of the hosts' states; every rule is made anew. */
  refresh(states: HostStates): void {
    const healthy = this.#inZones(states, HEALTHY);
    const degraded = this.#inZones(states, DEGRADED);
    // Zones are routed to by where healthy hosts are, whoever is then meant.
    const byZone = this.#byZone(healthy);
    this.#all = choiceOf(`${this.#name}/all`, this.#hosts);
    this.#healthy = this.#pool(states, HEALTHY, `${this.#name}/healthy`, `${this.#name}/locality`, healthy, byZone);
    const name = `${this.#name}/degraded`;
    this.#degraded = this.#pool(states, DEGRADED, name, `${name}/locality`, degraded, byZone);
  }

  #inZones(states: HostStates, state: number): readonly (readonly NodeId[])[] {
    return this.#localities.map(({ hosts }) => hosts.filter((host) => states[host] === state));
  }

  #pool(
    states: HostStates,
    state: number,
    name: string,
    zoneName: string,
    zones: readonly (readonly NodeId[])[],
    byZone: Pool["nextZone"],
  ): Pool {
    const hosts = this.#hosts.filter((host) => states[host] === state);
    return {
      hosts,
      all: choiceOf(name, hosts),
      zones: zones.map((some, place) => choiceOf(`${zoneName}/${place}`, some)),
      nextZone: this.#settings.localityTurns ? this.#turns(zones) : byZone,
    };
  }

  #turns(zones: readonly (readonly NodeId[])[]): (() => number) | null {
    const { overprovisioningFactor: factor, seed } = this.#settings;
    const weights = this.#localities.map(({ weight, hosts }, place) =>
      effectiveLocalityWeight(weight, zones[place]!.length, hosts.length, factor),
    );
    return localitySchedule(weights, seed);
  }

  #byZone(zones: readonly (readonly NodeId[])[]): (() => number) | null {
    const { zoneRouting } = this.#settings;
    if (zoneRouting === null) return null;
    return zoneRouting.over(this.#localities.map(({ zone }, place) => ({ zone, healthy: zones[place]!.length })));
  }

  /** Hosts, by state. */
  get counted(): LevelCount {
    return {
      healthy: this.#healthy.hosts.length,
      degraded: this.#degraded.hosts.length,
      total: this.#hosts.length,
    };
  }

  /** Their weights. */
  get weighed(): LevelCount {
    const sum = (hosts: readonly NodeId[]): number =>
      hosts.reduce((total, host) => total + this.#settings.nodes[host]!.weight, 0);
    return { healthy: sum(this.#healthy.hosts), degraded: sum(this.#degraded.hosts), total: sum(this.#hosts) };
  }

  /** The rule that chooses for this pick: over everybody, as in a panic, or over those of one state, in one locality's turn; null: nobody. */
  policy(family: PolicyFamily, use: HostsInUse): HostPolicy | null {
    const pool = use === "degraded" && family.knowsDegraded !== false ? this.#degraded : this.#healthy;
    const choice = use === "all" ? this.#all : inTurn(pool);
    if (choice.source.hosts.length === 0) return null;
    return (choice.policy ??= family.make(choice.source));
  }
}

function inTurn({ all, zones, nextZone }: Pool): Choice {
  const zone = nextZone === null ? NONE : nextZone();
  return zone === NONE ? all : zones[zone]!;
}

function choiceOf(name: string, hosts: readonly NodeId[]): Choice {
  return { source: { name, hosts }, policy: null };
}
