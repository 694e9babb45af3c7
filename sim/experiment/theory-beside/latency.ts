/** What the network adds to a response time on average: the way to the node, and back. */
import { distributionMean } from "../../core/moments.ts";
import { NS_PER_SECOND } from "../../core/time.ts";
import { EndNames, endsOf, type End } from "../../network/ends.ts";
import { namesThatAreMeant, NO_RULE, ruleOf, type Way } from "../../network/link-rules.ts";
import type { LinkKind, Scenario } from "../../scenario.ts";
import type { RunWithoutTheory } from "./row.ts";

/** Weighs producers by what they offered and nodes by what reached them; gateways count all the same. */
export function meanLatencySeconds(scenario: Scenario, run: RunWithoutTheory): number {
  if (scenario.network.rules.length === 0) return 0;
  const { producers, gateways, nodes } = endsOf(scenario);
  const names = new EndNames({ producers, gateways, nodes });
  const thereAndBack = (link: LinkKind, one: End, other: End): number =>
    oneWaySeconds(scenario, names, { link, direction: "forward" }, one, other) +
    oneWaySeconds(scenario, names, { link, direction: "back" }, one, other);
  const meant = namesThatAreMeant(scenario.network.rules);
  const sums = new Map<string, number>();
  const sumOf = (gateway: End): number => {
    const toGateway = weightedMean(
      producers.map((producer) => thereAndBack("producer-gateway", producer, gateway)),
      run.producers.map(({ offered }) => offered),
    );
    const toNode = weightedMean(
      nodes.map((node) => thereAndBack("gateway-node", gateway, node)),
      run.nodes.map(({ arrivals }) => arrivals),
    );
    return toGateway + toNode;
  };
  const known = (gateway: End): number => {
    const kind = names.signature(meant, gateway);
    if (!sums.has(kind)) sums.set(kind, sumOf(gateway));
    return sums.get(kind)!;
  };
  return gateways.reduce((total, gateway) => total + known(gateway), 0) / gateways.length;
}

function oneWaySeconds({ network }: Scenario, names: EndNames, way: Way, one: End, other: End): number {
  const rule = ruleOf("latency", way, network.rules, names, one, other);
  return rule === NO_RULE ? 0 : distributionMean(network.rules[rule]!.latency!) / NS_PER_SECOND;
}

function weightedMean(values: readonly number[], weights: readonly number[]): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (total === 0) return 0;
  return values.reduce((sum, value, i) => sum + value * weights[i]!, 0) / total;
}
