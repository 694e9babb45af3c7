/** Zone-aware routing (`zone_aware_lb_config`): traffic stays in the caller's zone as far as that is not more than its share. */
import type { Random } from "../../core/random.ts";
import { NONE, type BalancerContext } from "../contract.ts";

/** Envoy computes in hundredths of a percent, cut to whole ones. */
const WHOLE = 10_000;

export interface ZoneParameters {
  readonly zoneAware: boolean;
  readonly zoneMinClusterSize: number;
  readonly zoneRoutingEnabled: number;
}

/** One locality of the upstream cluster: its zone, and how many of its hosts are healthy. */
export interface HealthyZone {
  readonly zone: string;
  readonly healthy: number;
}

/** What decides a pick: so much of `WHOLE` stays at home; the rest goes where zones have more hosts than callers. */
interface Plan {
  readonly home: number;
  /** Of `WHOLE`. All of it: the zone has its share of hosts, and keeps to itself. */
  readonly stays: number;
  /** By locality: spare capacity up to and with it. */
  readonly spareUpTo: readonly number[];
}

/** Null where it is not configured. */
export function zoneRoutingOf(
  { zone, gatewayZones, random }: BalancerContext,
  { zoneAware, zoneMinClusterSize, zoneRoutingEnabled }: ZoneParameters,
): ZoneRouting | null {
  return zoneAware ? new ZoneRouting(zone, gatewayZones, random, zoneMinClusterSize, zoneRoutingEnabled) : null;
}

/** Envoy 1.34, `ZoneAwareLoadBalancerBase`; the local cluster is all gateways. */
export class ZoneRouting {
  readonly #own: string;
  readonly #callers: readonly string[];
  readonly #random: Random;
  readonly #minClusterSize: number;
  readonly #enabled: number;

  /** `callers`: the zones of all gateways; `enabled` in percent of picks. */
  constructor(own: string, callers: readonly string[], random: Random, minClusterSize: number, enabled: number) {
    this.#own = own;
    this.#callers = callers;
    this.#random = random;
    this.#minClusterSize = minClusterSize;
    this.#enabled = enabled;
  }

  /** Names a locality for each pick, or NONE for all of them together; null where the cluster is too small, or has nobody here. */
  over(zones: readonly HealthyZone[]): (() => number) | null {
    const plan = this.#plan(zones);
    if (plan === null) return null;
    return () => (this.#isOn() ? this.#choose(plan) : NONE);
  }

  #plan(zones: readonly HealthyZone[]): Plan | null {
    const all = zones.reduce((sum, { healthy }) => sum + healthy, 0);
    const home = zones.findIndex(({ zone }) => zone === this.#own);
    if (zones.length < 2 || all < this.#minClusterSize || home < 0 || zones[home]!.healthy === 0) return null;
    const upstream = zones.map(({ healthy }) => Math.floor((WHOLE * healthy) / all));
    const local = zones.map(({ zone }) => this.#callersIn(zone));
    if (upstream[home]! >= local[home]!) return { home, stays: WHOLE, spareUpTo: [] };
    let spare = 0;
    const spareUpTo = zones.map(
      (_, place) => (spare += place === home ? 0 : Math.max(0, upstream[place]! - local[place]!)),
    );
    return { home, stays: Math.floor((upstream[home]! * WHOLE) / local[home]!), spareUpTo };
  }

  #callersIn(zone: string): number {
    const there = this.#callers.filter((caller) => caller === zone).length;
    return Math.floor((WHOLE * there) / this.#callers.length);
  }

  #isOn(): boolean {
    return this.#enabled >= 100 || this.#random.below(100) < this.#enabled;
  }

  #choose({ home, stays, spareUpTo }: Plan): number {
    if (stays >= WHOLE || this.#random.below(WHOLE) < stays) return home;
    const spare = spareUpTo.at(-1)!;
    // Rounding may leave none: then any locality will do.
    if (spare === 0) return this.#random.below(spareUpTo.length);
    const threshold = this.#random.below(spare);
    return spareUpTo.findIndex((upTo) => threshold < upTo);
  }
}
