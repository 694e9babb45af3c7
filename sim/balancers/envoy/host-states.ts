/** What a gateway takes its hosts to be: Envoy's three states of health. */
import type { ClusterView, NodeConfig } from "../contract.ts";

export const UNHEALTHY = 0;
export const HEALTHY = 1;
/** It serves, and is only to be used where healthy hosts do not suffice. */
export const DEGRADED = 2;

/** By NodeId: one of these. */
export type HostStates = Uint8Array;

/** Brings `states` to what the view says: a routable node is healthy, unless it is configured, or has told, to be degraded. */
export function noteStates(states: HostStates, view: ClusterView, nodes: readonly NodeConfig[]): void {
  states.fill(UNHEALTHY);
  for (let place = 0; place < view.count; place++) {
    const node = view.candidates[place]!;
    states[node] = nodes[node]!.degraded || view.degraded[node] === 1 ? DEGRADED : HEALTHY;
  }
}
