/** The ends that rules of the network name must be there, and have a link between them. */
import type { GatewaysSpec, LinkKind, LinkRule, NodeSpec, ProducerSpec } from "../../sim/index.ts";
import { oneOf, quoted } from "../wording.ts";
import type { Report } from "./report.ts";

export interface EndSections {
  readonly producers: readonly ProducerSpec[];
  readonly gateways: GatewaysSpec;
  readonly nodes: readonly NodeSpec[];
}

type EndKind = "producer" | "gateway" | "node";

/** What is said of ends that are not there, or of two without a link between them, would never apply. */
export function checkEnds(rules: readonly LinkRule[], sections: EndSections, report: Report): void {
  const known = kindsByName(sections);
  const names = [...known.keys()];
  rules.forEach(({ between, link }, index) => {
    if (between === null) return;
    const path = ["network", "zones", index, "between"];
    const missing = between.filter((name) => !known.has(name));
    between.forEach((name, side) => {
      if (known.has(name)) return;
      report.expected([...path, side], `${names.length > 1 ? "" : "the zone "}${oneOf(names, name)}`, quoted(name));
    });
    if (missing.length > 0) return;
    if (!linked(known.get(between[0])!, known.get(between[1])!, link))
      report.expected(path, `the two ends of a ${link ?? "link"}`, `${quoted(between[0])} and ${quoted(between[1])}`);
  });
}

/** What a name means: the ends in the zone of that name, or, where there is no such zone, those called so. */
function kindsByName({ producers, gateways, nodes }: EndSections): ReadonlyMap<string, ReadonlySet<EndKind>> {
  const known = new Map<string, Set<EndKind>>();
  const add = (name: string, kind: EndKind): void => void known.set(name, (known.get(name) ?? new Set()).add(kind));
  for (const { zone } of producers) add(zone, "producer");
  gateways.zones.slice(0, gateways.count).forEach((zone) => add(zone, "gateway"));
  for (const { zone } of nodes) add(zone, "node");
  const zones = new Set(known.keys());
  const addName = (name: string, kind: EndKind): void => void (zones.has(name) || add(name, kind));
  for (const { name } of producers) addName(name, "producer");
  for (let index = 0; index < gateways.count; index++) addName(`gateway${index + 1}`, "gateway");
  for (const { name, group } of nodes) for (const each of new Set([group, name])) addName(each, "node");
  return known;
}

function linked(one: ReadonlySet<EndKind>, other: ReadonlySet<EndKind>, link: LinkKind | null): boolean {
  const joins = (kind: EndKind): boolean =>
    (one.has(kind) && other.has("gateway")) || (other.has(kind) && one.has("gateway"));
  return (link !== "gateway-node" && joins("producer")) || (link !== "producer-gateway" && joins("node"));
}
