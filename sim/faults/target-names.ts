/** Whom a fault hits, in words. */
import type { EndSet, FaultSpec, LinkSet, Scenario } from "../scenario.ts";
import type { Targets } from "./occurrence.ts";

export type NamedEnds = Pick<Scenario, "nodes" | "traffic">;

/** The names of an occurrence's nodes and gateways; of a fault of links, their ends: `web ↔ gateway1`. */
export function targetNames(fault: FaultSpec, { nodes, gateways }: Targets, ends: NamedEnds): readonly string[] {
  if ("links" in fault) return fault.links.map((links) => linkNames(links, ends));
  return endNames({ producers: [], gateways, nodes }, ends);
}

function linkNames({ from, to, direction }: LinkSet, ends: NamedEnds): string {
  const arrow = { forward: "→", back: "←", both: "↔" }[direction];
  return `${endNames(from, ends).join(", ")} ${arrow} ${endNames(to, ends).join(", ")}`;
}

function endNames({ producers, gateways, nodes }: EndSet, ends: NamedEnds): string[] {
  return [
    ...producers.map((producer) => ends.traffic[producer]!.name),
    ...gateways.map((gateway) => `gateway${gateway + 1}`),
    ...nodes.map((node) => ends.nodes[node]!.name),
  ];
}
