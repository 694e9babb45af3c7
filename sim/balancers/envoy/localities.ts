/** Localities (the nodes' zones) and their weights: `locality_weighted_lb_config`. */
import type { NodeConfig, NodeId } from "../contract.ts";
import { EdfScheduler } from "../shared/edf.ts";
import { groupedBy } from "../shared/grouped.ts";

/** One locality of a level. */
export interface Locality {
  readonly zone: string;
  /** `load_balancing_weight` of the locality: the `localityWeight` in its first host's metadata, 1 where it says nothing. */
  readonly weight: number;
  readonly hosts: readonly NodeId[];
}

/** The localities of some hosts, in the order of their first hosts. */
export function localitiesOf(hosts: readonly NodeId[], nodes: readonly NodeConfig[]): Locality[] {
  const byZone = groupedBy(hosts, (host) => nodes[host]!.zone);
  return [...byZone].map(([zone, members]) => ({ zone, weight: localityWeight(nodes[members[0]!]!), hosts: members }));
}

function localityWeight({ metadata }: NodeConfig): number {
  const weight = Number(metadata["localityWeight"] ?? 1);
  return weight >= 0 && Number.isFinite(weight) ? weight : 1;
}

/** weight * min(1, factor * healthy / all): Envoy's `effectiveLocalityWeight`. */
export function effectiveLocalityWeight(weight: number, healthy: number, all: number, factor: number): number {
  return all === 0 ? 0 : weight * Math.min(1, ((factor / 100) * healthy) / all);
}

/** Takes turns between localities by effective weight; null where none has any. */
export function localitySchedule(weights: readonly number[], seed: number): (() => number) | null {
  const places = [...weights.keys()].filter((place) => weights[place]! > 0);
  if (places.length === 0) return null;
  const weightOf = (entry: number): number => weights[places[entry]!]!;
  const scheduler = EdfScheduler.after(seed, places.length, weightOf);
  return () => places[scheduler.pick(weightOf)]!;
}
