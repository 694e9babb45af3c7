/** A run that stands still, read without changing it. */
import { REAL } from "../../cluster/node-table.ts";
import type { Cluster } from "../../cluster/cluster.ts";
import { NEVER, toSeconds, type Ns } from "../../core/time.ts";
import type { Simulation } from "../../engine.ts";
import type { Gateway } from "../../gateway/gateway.ts";
import { BREAKER_OPEN, EJECTED, FAILED_CHECK } from "../../gateway/guards/guarded-membership.ts";
import { ABSENT, DOWN, DRAINING } from "../../gateway/membership.ts";
import type { Scenario } from "../../scenario.ts";
import type { FaultInForce, GatewayState, NodeState, RunState, UnroutableReason } from "./result.ts";

const REASONS: readonly (readonly [number, UnroutableReason])[] = [
  [DOWN, "down"],
  [DRAINING, "draining"],
  [ABSENT, "absent"],
  [FAILED_CHECK, "check failed"],
  [EJECTED, "ejected"],
  [BREAKER_OPEN, "breaker open"],
];

/** The name of a gateway, as rules of links and faults call it. */
export function gatewayName(index: number): string {
  return `gateway${index + 1}`;
}

/** Whether the node serves, or why not. */
export function conditionOf(cluster: Cluster, node: number): NodeState["state"] {
  return cluster.look(node).outage ?? "up";
}

/** The whole run at `atNs`, up to which everything has happened. */
export function stateOf(simulation: Simulation, scenario: Scenario, atNs: Ns): RunState {
  return {
    atSeconds: toSeconds(atNs),
    ended: simulation.ended,
    published: simulation.published,
    inFlight: simulation.inFlight,
    nodes: scenario.nodes.map(({ name, zone }, node) => ({ name, zone, ...nodeState(simulation.cluster, node) })),
    gateways: simulation.gateways.map((gateway, index) => gatewayState(gateway, gatewayName(index), scenario)),
    faults: faultsInForce(simulation, atNs),
  };
}

function nodeState(cluster: Cluster, node: number): Omit<NodeState, "name" | "zone"> {
  const { waiting } = cluster.look(node);
  return {
    state: conditionOf(cluster, node),
    speed: cluster.nodes.real[(node << 4) | REAL.SPEED]!,
    workers: cluster.workers(node),
    inService: Math.max(0, cluster.inSystem(node) - waiting),
    waiting,
  };
}

function gatewayState({ view, membership, waiting }: Gateway, name: string, { nodes }: Scenario): GatewayState {
  return {
    name,
    waiting,
    candidates: membership.count,
    nodes: nodes.map((node, id) => ({
      name: node.name,
      inFlight: view.inFlight[id]!,
      weight: view.weight[id]!,
      routable: membership.routable[id] === 1,
      against: REASONS.filter(([bit]) => (membership.reasons[id]! & bit) !== 0).map(([, word]) => word),
    })),
  };
}

function faultsInForce({ recorder }: Simulation, atNs: Ns): readonly FaultInForce[] {
  const atSeconds = toSeconds(atNs);
  const isInForce = (start: number, end: number | null): boolean => start <= atSeconds && atSeconds < (end ?? NEVER);
  return recorder.faults.result(atNs).flatMap(({ label, kind, times }) =>
    times
      .filter(({ startSeconds, endSeconds }) => isInForce(startSeconds, endSeconds))
      .map(({ targets, startSeconds, endSeconds }) => ({
        label,
        kind,
        targets,
        sinceSeconds: startSeconds,
        untilSeconds: endSeconds,
      })),
  );
}
