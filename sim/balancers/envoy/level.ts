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
  readonly all: Choice;
  readonly zones: readonly Choice[];
  /** The place of the locality in turn, NONE for all together; null where localities do not matter. */
  nextZone: (() => number) | null;
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
    this.#healthy = this.#degraded = { all: choiceOf(name, []), zones: [], nextZone: null };
  }

  /** Takes note of the hosts' states; every rule is made anew. */
  refresh(states: HostStates): void {
    this.#all = choiceOf(`${this.#name}/all`, this.#hosts);
    this.#healthy = this.#pool(`${this.#name}/healthy`, (host) => states[host] === HEALTHY);
    this.#degraded = this.#pool(`${this.#name}/degraded`, (host) => states[host] === DEGRADED);
    if (this.#settings.localityTurns) return;
    // Zones are routed to by where healthy hosts are, whoever is then meant.
    this.#healthy.nextZone = this.#degraded.nextZone = this.#byZone(this.#healthy);
  }

  #pool(name: string, includes: (host: NodeId) => boolean): Pool {
    const hosts = this.#hosts.filter(includes);
    const zones = this.#localities.map((locality) => locality.hosts.filter(includes));
    return {
      all: choiceOf(name, hosts),
      zones: zones.map((some, place) => choiceOf(`${name}/locality/${place}`, some)),
      nextZone: this.#settings.localityTurns ? this.#turns(zones) : null,
    };
  }

  #turns(zones: readonly (readonly NodeId[])[]): (() => number) | null {
    const { overprovisioningFactor: factor, seed } = this.#settings;
    const weights = this.#localities.map(({ weight, hosts }, place) =>
      effectiveLocalityWeight(weight, zones[place]!.length, hosts.length, factor),
    );
    return localitySchedule(weights, seed);
  }

  #byZone({ zones }: Pool): (() => number) | null {
    const { zoneRouting } = this.#settings;
    if (zoneRouting === null) return null;
    const healthyIn = (place: number): number => zones[place]!.source.hosts.length;
    return zoneRouting.over(this.#localities.map(({ zone }, place) => ({ zone, healthy: healthyIn(place) })));
  }

  /** Hosts, by state. */
  get counted(): LevelCount {
    return this.#count((hosts) => hosts.length);
  }

  /** Their weights. */
  get weighed(): LevelCount {
    return this.#count((hosts) => hosts.reduce((total, host) => total + this.#settings.nodes[host]!.weight, 0));
  }

  #count(sum: (hosts: readonly NodeId[]) => number): LevelCount {
    const { source: healthy } = this.#healthy.all;
    const { source: degraded } = this.#degraded.all;
    return { healthy: sum(healthy.hosts), degraded: sum(degraded.hosts), total: sum(this.#hosts) };
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
