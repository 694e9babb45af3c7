/** A decision of a balancer, beside what it believed and what was true as it decided. */
import { toSeconds } from "../../core/time.ts";
import type { Simulation } from "../../engine.ts";
import type { GatewayView } from "../../gateway/views.ts";
import type { Scenario } from "../../scenario.ts";
import type { Considered, ReplayDecision } from "./result.ts";
import { conditionOf, gatewayName } from "./state.ts";

/** Candidates that are shown beside the one that was picked. */
const OTHERS = 3;

/** What is known of a decision beside the state of the run. */
export interface Pick {
  readonly message: number;
  readonly attempt: number;
  readonly gateway: number;
  readonly node: number;
  readonly byBalancer: boolean;
}

/** `pick` as it has just been made: the node's count of what is in flight has grown by it already. */
export function decisionOf(simulation: Simulation, { nodes }: Scenario, pick: Pick): ReplayDecision {
  const { cluster, gateways, nowNs } = simulation;
  const { view, waiting } = gateways[pick.gateway]!;
  const inFlight = (node: number): number => view.inFlight[node]! - (node === pick.node ? 1 : 0);
  const consider = (node: number): Considered => ({
    node: nodes[node]!.name,
    inFlight: inFlight(node),
    weight: view.weight[node]!,
    inSystem: cluster.inSystem(node),
    state: conditionOf(cluster, node),
  });
  return {
    atSeconds: toSeconds(nowNs),
    message: pick.message,
    attempt: pick.attempt,
    gateway: gatewayName(pick.gateway),
    node: nodes[pick.node]!.name,
    byBalancer: pick.byBalancer,
    waiting,
    candidates: view.count,
    considered: [pick.node, ...leastLoaded(view, pick.node)].map(consider),
  };
}

/** The candidates, but for one, with the fewest in flight for their weight; of equals the first. */
function leastLoaded(view: GatewayView, except: number): readonly number[] {
  const best: number[] = [];
  const load = (node: number): number => view.inFlight[node]! / view.weight[node]!;
  for (let place = 0; place < view.count; place++) {
    const node = view.candidates[place]!;
    if (node === except) continue;
    const behind = best.findIndex((other) => load(node) < load(other));
    if (behind >= 0) best.splice(behind, 0, node);
    else if (best.length < OTHERS) best.push(node);
    if (best.length > OTHERS) best.pop();
  }
  return best;
}
