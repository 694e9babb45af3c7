/** Weights as shares of 1, which Envoy's hashing tables are filled by (thread_aware_lb_impl.cc, `normalizeWeights`). */
import type { NodeConfig, NodeId } from "../contract.ts";
import { localitiesOf } from "./localities.ts";

export interface HostShare {
  readonly id: NodeId;
  readonly share: number;
}

/** By host, in order; by locality where localities have weights: those of locality weight 0 are left out. */
export function hostShares(
  hosts: readonly NodeId[],
  nodes: readonly NodeConfig[],
  localityWeighted: boolean,
): readonly HostShare[] {
  if (!localityWeighted) return sharesOf(hosts, nodes, 1);
  const localities = localitiesOf(hosts, nodes).filter(({ weight }) => weight > 0);
  const total = localities.reduce((sum, { weight }) => sum + weight, 0);
  return localities.flatMap(({ hosts: members, weight }) => sharesOf(members, nodes, weight / total));
}

function sharesOf(hosts: readonly NodeId[], nodes: readonly NodeConfig[], whole: number): HostShare[] {
  const total = hosts.reduce((sum, host) => sum + nodes[host]!.weight, 0);
  return hosts.map((id) => ({ id, share: (nodes[id]!.weight * whole) / total }));
}
