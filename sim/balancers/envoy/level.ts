/** One priority level of a subset: its hosts, who of them is healthy, and the lists from which hosts are chosen. */
import { NONE, type NodeConfig, type NodeId } from "../contract.ts";
import type { HostPolicy, HostSource, PolicyFamily } from "./host-policy.ts";
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

/** A list and the rule over it, made when it is first asked. */
interface Choice {
  readonly source: HostSource;
  policy: HostPolicy | null;
}

export class Level {
  readonly #name: string;
  readonly #hosts: readonly NodeId[];
  readonly #settings: LevelSettings;
  readonly #localities: readonly Locality[];
  #healthy: readonly NodeId[] = [];
  #all: Choice;
  #healthyChoice: Choice;
  #localityChoices: readonly Choice[] = [];
  #nextLocality: (() => number) | null = null;

  constructor(name: string, hosts: readonly NodeId[], settings: LevelSettings) {
    this.#name = name;
    this.#hosts = hosts;
    this.#settings = settings;
    this.#localities =
      settings.localityTurns || settings.zoneRouting !== null ? localitiesOf(hosts, settings.nodes) : [];
    this.#all = choiceOf(`${name}/all`, hosts);
    this.#healthyChoice = choiceOf(`${name}/healthy`, []);
  }

  /** Takes note of who is healthy, by NodeId; every rule is made anew. */
  refresh(isHealthy: Uint8Array): void {
    const healthyOf = (hosts: readonly NodeId[]): NodeId[] => hosts.filter((host) => isHealthy[host] === 1);
    this.#healthy = healthyOf(this.#hosts);
    this.#all = choiceOf(`${this.#name}/all`, this.#hosts);
    this.#healthyChoice = choiceOf(`${this.#name}/healthy`, this.#healthy);
    const zones = this.#localities.map(({ hosts }) => healthyOf(hosts));
    this.#localityChoices = zones.map((hosts, place) => choiceOf(`${this.#name}/locality/${place}`, hosts));
    this.#nextLocality = this.#settings.localityTurns ? this.#turns(zones) : this.#byZone(zones);
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

  /** Hosts, healthy and all. */
  get counted(): LevelCount {
    return { healthy: this.#healthy.length, total: this.#hosts.length };
  }

  /** Their weights. */
  get weighed(): LevelCount {
    const sum = (hosts: readonly NodeId[]): number =>
      hosts.reduce((total, host) => total + this.#settings.nodes[host]!.weight, 0);
    return { healthy: sum(this.#healthy), total: sum(this.#hosts) };
  }

  /** The rule that chooses for this pick: over everybody in a panic, over one locality's turn, over the healthy; null: nobody. */
  policy(family: PolicyFamily, inPanic: boolean): HostPolicy | null {
    const choice = inPanic ? this.#all : this.#choiceInTurn();
    if (choice.source.hosts.length === 0) return null;
    return (choice.policy ??= family.make(choice.source));
  }

  #choiceInTurn(): Choice {
    const locality = this.#nextLocality === null ? NONE : this.#nextLocality();
    return locality === NONE ? this.#healthyChoice : this.#localityChoices[locality]!;
  }
}

function choiceOf(name: string, hosts: readonly NodeId[]): Choice {
  return { source: { name, hosts }, policy: null };
}
