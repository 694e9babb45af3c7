/** Envoy's LEAST_REQUEST. */
import { pow } from "../../core/math.ts";
import type { Random } from "../../core/random.ts";
import type { BalancerContext, BalancerDefinition, ClusterView, NodeId } from "../contract.ts";
import { defineBalancer } from "../define.ts";
import { sampledLeast } from "../shared/sampled-least.ts";
import { Tournament } from "../shared/tournament.ts";
import { EnvoyBalancer } from "./balancer.ts";
import type { HostPolicy, HostSource } from "./host-policy.ts";
import { PIPELINE_PARAMETERS, SCHEDULE_PARAMETERS, ZONE_PARAMETERS } from "./parameters.ts";
import { seedOf, TurnFamily, type TurnRule } from "./turns.ts";
import { zoneRoutingOf } from "./zone-routing.ts";

/** weight / (active + 1) ^ bias: how soon a host with so many active requests is due again. */
export function leastRequestWeight(weight: number, active: number, bias: number): number {
  if (bias === 0) return weight;
  return weight / (bias === 1 ? active + 1 : pow(active + 1, bias));
}

interface Settings {
  readonly choiceCount: number;
  readonly activeRequestBias: number;
  readonly selectionMethod: "n-choices" | "full-scan";
}

/** Two algorithms in one: which of them runs is decided by the weights, not by an operator. */
export const envoyLeastRequest: BalancerDefinition = defineBalancer(
  "envoy-least-request",
  {
    withoutNode: "refuse",
    summary:
      "Envoy's LEAST_REQUEST: the better of two draws where weights are equal, else deadlines by weight and load",
    how:
      "With equal weights draws choiceCount healthy hosts with replacement and takes the one with the fewest active requests, of " +
      "equals the one drawn first; or scans all, a random one among equals. With unequal weights every host has a deadline " +
      "1/w after its last turn, w = weight / (active + 1) ^ activeRequestBias at that moment, and the earliest is next.",
    source:
      "Envoy 1.34, source/extensions/load_balancing_policies/least_request/least_request_lb.cc; all weights at once decide the mode.",
    fails:
      "One host with another weight switches everybody from two choices to deadlines, which look at load only when a host is " +
      "picked. A host that fails fast has few active requests and attracts more. With bias 1 shares follow the weights' roots.",
    parameters: {
      choiceCount: {
        type: "integer",
        min: 2,
        max: 100,
        default: 2,
        help: "choice_count: hosts drawn, with replacement",
      },
      activeRequestBias: {
        type: "number",
        min: 0,
        max: 10,
        default: 1,
        help: "active_request_bias: how strongly active requests count against unequal weights; 0: not at all",
      },
      selectionMethod: {
        type: "choice",
        choices: ["n-choices", "full-scan"],
        default: "n-choices",
        help: "selection_method: a few draws, or all hosts",
      },
      ...SCHEDULE_PARAMETERS,
      ...PIPELINE_PARAMETERS,
      ...ZONE_PARAMETERS,
    },
  },
  (context) => {
    const { parameters, random } = context;
    const seed = seedOf(parameters, random);
    const family = new TurnFamily(context, parameters, seed, new LeastRequest(context, parameters));
    const zoneRouting = zoneRoutingOf(context, parameters);
    const options = { localityTurns: parameters.localityWeighted, zoneRouting, seed };
    return new EnvoyBalancer(context, parameters, options, family);
  },
);

class LeastRequest implements TurnRule {
  readonly #context: BalancerContext;
  readonly #settings: Settings;
  readonly #random: Random;
  /** Of every list that is scanned. */
  #scans: Tournament[] = [];

  constructor(context: BalancerContext, settings: Settings) {
    this.#context = context;
    this.#settings = settings;
    this.#random = context.random;
  }

  weight(host: NodeId): number {
    return this.#context.nodes[host]!.weight;
  }

  turnWeight(host: NodeId, { inFlight }: ClusterView): number {
    return leastRequestWeight(this.weight(host), inFlight[host]!, this.#settings.activeRequestBias);
  }

  equal({ hosts }: HostSource, { inFlight }: ClusterView): HostPolicy {
    const { choiceCount, selectionMethod } = this.#settings;
    if (selectionMethod === "full-scan") return this.#scan(hosts, inFlight);
    return { choose: () => sampledLeast(hosts, hosts.length, choiceCount, inFlight, this.#random) };
  }

  refresh(): void {
    this.#scans = [];
  }

  picked(host: NodeId, inFlight: number): void {
    for (const scan of this.#scans) if (scan.has(host)) scan.set(host, inFlight);
  }

  settled(host: NodeId, _ok: boolean, { inFlight }: ClusterView): void {
    this.picked(host, inFlight[host]!);
  }

  /** Envoy's reservoir makes each of the least loaded equally likely; so does a draw in a tournament, in O(log n). */
  #scan(hosts: readonly NodeId[], inFlight: Int32Array): HostPolicy {
    const tournament = new Tournament(this.#context.nodeCount);
    for (const host of hosts) tournament.set(host, inFlight[host]!);
    this.#scans.push(tournament);
    return { choose: () => tournament.random(this.#random) };
  }
}
