/** Envoy's RANDOM. */
import type { BalancerDefinition } from "../contract.ts";
import { defineBalancer } from "../define.ts";
import { EnvoyBalancer } from "./balancer.ts";
import { PIPELINE_PARAMETERS, ZONE_PARAMETERS } from "./parameters.ts";
import { zoneRoutingOf } from "./zone-routing.ts";

export const envoyRandom: BalancerDefinition = defineBalancer(
  "envoy-random",
  {
    withoutNode: "refuse",
    summary: "Envoy's RANDOM: any healthy host, whatever its weight",
    how: "Draws one of the healthy hosts, all equally likely: weights are ignored. Before that: subset, priority level, panic, locality.",
    source: "Envoy 1.34, source/extensions/load_balancing_policies/random/random_lb.cc.",
    fails:
      "Weights are ignored without a word. The busiest host of n has about ln n / ln ln n messages when the average has one.",
    parameters: { ...PIPELINE_PARAMETERS, ...ZONE_PARAMETERS },
  },
  (context) => {
    const { parameters, random } = context;
    const options = {
      localityTurns: parameters.localityWeighted,
      zoneRouting: zoneRoutingOf(context, parameters),
      seed: random.u32(),
    };
    return new EnvoyBalancer(context, parameters, options, {
      draw: () => random.below(100),
      make: ({ hosts }) => ({ choose: () => hosts[random.below(hosts.length)]! }),
    });
  },
);
