/** What a balancer is made from, filled from the scenario. */
import type { BalancerContext, NodeConfig } from "../balancers/contract.ts";
import type { Random } from "../core/random.ts";
import { gatewayZone } from "../scenario.ts";
import type { GatewaysSpec, NodeSpec, ParameterValue, Scenario } from "../scenario.ts";

/** Midnight of 1 January 2026, UTC: what the calendar says at simulated time 0. */
const START_EPOCH_MS = 1_767_225_600_000;

/** A node as its balancers are told of it; what the scenario leaves out has the products' own defaults. */
export function nodeConfig(node: NodeSpec): NodeConfig {
  return {
    address: node.name,
    maxConnections: Infinity,
    minConnections: 0,
    maxQueue: 0,
    maxFails: 1,
    failTimeoutSeconds: 10,
    backup: false,
    down: false,
    degraded: false,
    slowStartSeconds: 0,
    priority: 0,
    metadata: {},
    ...node.server,
    name: node.name,
    zone: node.zone,
    workers: node.workers,
    weight: node.weight,
  };
}

/** Of one message, failures and copies together. */
function mostTries({ retries, redundancy }: GatewaysSpec): number {
  return ((retries?.limit ?? 0) + 1) * (redundancy?.copies ?? 1);
}

/** Makes the contexts of a run's gateways, which share what they ask to share; each process has signals of its own. */
export function contextsOf(
  scenario: Scenario,
  parameters: Readonly<Record<string, ParameterValue>>,
  stream: (name: string) => Random,
): Omit<BalancerContext, "signals">[] {
  const nodes = scenario.nodes.map(nodeConfig);
  const states = new Map<string, unknown>();
  const shared = <T>(name: string, make: () => T): T => {
    if (!states.has(name)) states.set(name, make());
    return states.get(name) as T;
  };
  const gatewayZones = Array.from({ length: scenario.gateways.count }, (_, gateway) =>
    gatewayZone(scenario.gateways, gateway),
  );
  return Array.from({ length: scenario.gateways.count }, (_, gateway) => ({
    random: stream(`balancer/${gateway}`),
    parameters,
    nodeCount: nodes.length,
    nodeNames: nodes.map((node) => node.name),
    nodeWorkers: nodes.map((node) => node.workers),
    nodes,
    gateway,
    gatewayCount: scenario.gateways.count,
    zone: gatewayZones[gateway]!,
    gatewayZones,
    retries: mostTries(scenario.gateways) - 1,
    startEpochMs: START_EPOCH_MS,
    shared,
  }));
}
