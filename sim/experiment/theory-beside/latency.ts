/** What the network adds to a response time on average: the way to the node, and back. */
import { distributionMean } from "../../core/moments.ts";
import { NS_PER_SECOND } from "../../core/time.ts";
import type { LatencyRule, LinkKind, Scenario } from "../../scenario.ts";
import type { RunWithoutTheory } from "./row.ts";

/** Weighs producers by what they offered and nodes by what reached them. */
export function meanLatencySeconds(scenario: Scenario, run: RunWithoutTheory): number {
  const { rules } = scenario.network;
  if (rules.length === 0) return 0;
  const gateway = scenario.gateways.zone;
  const toGateway = weightedMean(
    scenario.traffic.map(({ zone }) => oneWaySeconds(rules, "producer-gateway", zone, gateway)),
    run.producers.map(({ offered }) => offered),
  );
  const toNode = weightedMean(
    scenario.nodes.map(({ zone }) => oneWaySeconds(rules, "gateway-node", gateway, zone)),
    run.nodes.map(({ arrivals }) => arrivals),
  );
  return 2 * (toGateway + toNode);
}

function oneWaySeconds(rules: readonly LatencyRule[], link: LinkKind, a: string, b: string): number {
  const rule = rules.find(
    ({ link: kind, between }) =>
      (kind === null || kind === link) &&
      (between === null || (between[0] === a && between[1] === b) || (between[0] === b && between[1] === a)),
  );
  return rule === undefined ? 0 : distributionMean(rule.latency) / NS_PER_SECOND;
}

function weightedMean(values: readonly number[], weights: readonly number[]): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (total === 0) return 0;
  return values.reduce((sum, value, i) => sum + value * weights[i]!, 0) / total;
}
