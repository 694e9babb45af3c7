/** Envoy's ROUND_ROBIN. */
import type { BalancerDefinition } from "../contract.ts";
import { defineBalancer } from "../define.ts";
import { EnvoyBalancer } from "./balancer.ts";
import { PIPELINE_PARAMETERS, SCHEDULE_PARAMETERS, ZONE_PARAMETERS } from "./parameters.ts";
import { EqualTurns, seedOf, TurnFamily } from "./turns.ts";
import { zoneRoutingOf } from "./zone-routing.ts";

/** Weights 5, 1, 1 without a head start (seed 0) give a a a a b c a: in bursts, unlike nginx and HAProxy. */
export const envoyRoundRobin: BalancerDefinition = defineBalancer(
  "envoy-round-robin",
  {
    withoutNode: "refuse",
    summary: "Envoy's ROUND_ROBIN: turns where weights are equal, else earliest deadline first",
    how:
      "With equal weights each healthy host in turn, from a random one on. With unequal weights, or while a host is in slow start, " +
      "every host has a deadline 1/weight after its last turn, and the earliest is next; the schedule begins at a random point and " +
      "is made anew whenever membership changes. Before that: subset, priority level, panic, locality.",
    source:
      "Envoy 1.34, source/extensions/load_balancing_policies/round_robin, common/load_balancer_impl.cc, edf_scheduler.h.",
    fails:
      "Unequal weights come in bursts: the heavy host's turns follow each other. Every change of membership begins the same schedule " +
      "again. In a panic a share of the messages goes to hosts that are down.",
    parameters: { ...SCHEDULE_PARAMETERS, ...PIPELINE_PARAMETERS, ...ZONE_PARAMETERS },
  },
  (context) => {
    const { parameters, nodes, random } = context;
    const seed = seedOf(parameters, random);
    const turns = new EqualTurns(seed);
    const family = new TurnFamily(context, parameters, seed, {
      weight: (host) => nodes[host]!.weight,
      turnWeight: (host) => nodes[host]!.weight,
      equal: (source) => turns.over(source),
    });
    const zoneRouting = zoneRoutingOf(context, parameters);
    const options = { localityTurns: parameters.localityWeighted, zoneRouting, seed };
    return new EnvoyBalancer(context, parameters, options, family);
  },
);
