/** Envoy's CLIENT_SIDE_WEIGHTED_ROUND_ROBIN. */
import type { BalancerDefinition, ClusterView, NodeId, ReplyView } from "../contract.ts";
import { defineBalancer } from "../define.ts";
import { LoadReports } from "../shared/load-reports.ts";
import { REPORT_PARAMETERS, reportRules, Timer } from "../shared/report-parameters.ts";
import { EnvoyBalancer } from "./balancer.ts";
import type { HostPolicy, HostSource } from "./host-policy.ts";
import { PIPELINE_PARAMETERS, SCHEDULE_PARAMETERS, ZONE_PARAMETERS } from "./parameters.ts";
import { EqualTurns, seedOf, TurnFamily, type TurnRule } from "./turns.ts";
import { zoneRoutingOf } from "./zone-routing.ts";

const MOST_WEIGHT = 4_294_967_295;

/** The median of some weights, of an even number the mean of the middle two rounded down; 1 of none. */
export function medianWeight(weights: readonly number[]): number {
  if (weights.length === 0) return 1;
  const sorted = [...weights].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : Math.floor((sorted[middle - 1]! + sorted[middle]!) / 2);
}

export const envoyClientSideWeightedRoundRobin: BalancerDefinition = defineBalancer(
  "envoy-client-side-weighted-round-robin",
  {
    withoutNode: "refuse",
    summary: "Envoy's CLIENT_SIDE_WEIGHTED_ROUND_ROBIN: turns by the weights that hosts' load reports give",
    how:
      "A host's weight is its requests per second over its utilisation, as its replies report them, errors counted as load; whole " +
      "numbers, anew every weightUpdatePeriod. Hosts that have not reported for the blackout period, or not lately, get the " +
      "median of the others. Then envoy-round-robin with these weights; the configured ones are ignored.",
    source:
      "Envoy 1.34, source/extensions/load_balancing_policies/client_side_weighted_round_robin, common/orca_weight_manager.cc; gRFC A58.",
    fails:
      "Weights below 1 request per second of a busy host are all 1. A weight says what a host can do, not what it holds: a burst on " +
      "one host is not seen. Weights change in bursts with the schedule that is made anew.",
    parameters: { ...REPORT_PARAMETERS, ...SCHEDULE_PARAMETERS, ...PIPELINE_PARAMETERS, ...ZONE_PARAMETERS },
  },
  (context) => {
    const { parameters, nodes, random } = context;
    const seed = seedOf(parameters, random);
    const reports = new LoadReports(nodes, reportRules(parameters));
    const configured = nodes.map(({ weight }) => weight);
    const rule = new ReportedTurns(reports, new Timer(parameters.weightUpdatePeriod), configured, new EqualTurns(seed));
    const family = new TurnFamily(context, parameters, seed, rule);
    const zoneRouting = zoneRoutingOf(context, parameters);
    const options = { localityTurns: parameters.localityWeighted, zoneRouting, seed };
    return new EnvoyBalancer(context, parameters, options, family);
  },
);

class ReportedTurns implements TurnRule {
  readonly #reports: LoadReports;
  readonly #timer: Timer;
  readonly #turns: EqualTurns;
  /** Who is configured: hosts without weight do not exist. */
  readonly #hosts: readonly NodeId[];
  readonly #weights: Float64Array;
  #isFresh = true;

  constructor(reports: LoadReports, timer: Timer, configured: readonly number[], turns: EqualTurns) {
    this.#reports = reports;
    this.#timer = timer;
    this.#turns = turns;
    this.#hosts = [...configured.keys()].filter((host) => configured[host]! > 0);
    this.#weights = Float64Array.from(configured);
  }

  weight(host: NodeId): number {
    return this.#weights[host]!;
  }

  turnWeight(host: NodeId): number {
    return this.#weights[host]!;
  }

  equal(source: HostSource): HostPolicy {
    return this.#turns.over(source);
  }

  /** Envoy computes weights when membership changes, too; at the very first only the timer does. */
  refresh({ nowNs }: ClusterView): void {
    if (!this.#isFresh) this.#update(nowNs);
    this.#isFresh = false;
  }

  isStale({ nowNs }: ClusterView): boolean {
    return this.#timer.hasRung(nowNs) && this.#update(nowNs);
  }

  settled(host: NodeId, ok: boolean, { nowNs }: ClusterView, reply: ReplyView): void {
    this.#reports.record(host, ok, nowNs, reply);
  }

  /** True where some weight is another one now. */
  #update(nowNs: number): boolean {
    const reported = this.#hosts.map((host) => wholeWeight(this.#reports.weight(host, nowNs)));
    const median = medianWeight(reported.filter((weight) => weight > 0));
    let changed = false;
    for (const [place, host] of this.#hosts.entries()) {
      const weight = reported[place]! || median;
      changed ||= weight !== this.#weights[host];
      this.#weights[host] = weight;
    }
    return changed;
  }
}

/** 0 where nothing usable was reported; else whole, at least 1, as a host's weight always is. */
function wholeWeight(reported: number): number {
  return reported === 0 ? 0 : Math.min(MOST_WEIGHT, Math.max(1, Math.floor(reported)));
}
