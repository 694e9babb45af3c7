/** Nodes with their defaults, counts expanded. */
import type { NodeSpec, ProducerSpec } from "../../sim/index.ts";
import type { NodeSyntax, ServerSyntax } from "../schema/cluster.ts";
import { quoted, type Path } from "../wording.ts";
import { checkDefences, defencesOf } from "./defences.ts";
import { DEFAULT_GROUP, DEFAULT_NODE } from "./defaults.ts";
import type { Report } from "./report.ts";

/** `producers`: null where they are not known. */
export function resolveNodes(
  groups: readonly NodeSyntax[],
  producers: readonly ProducerSpec[] | null,
  report: Report,
): readonly NodeSpec[] {
  const nodes: NodeSpec[] = [];
  const taken = new Map<string, string>();
  const seen = new Set<string>();
  groups.forEach((written, index) => {
    const path = report.item("nodes", index);
    const group = written.name ?? DEFAULT_GROUP;
    if (seen.has(group)) return report.expected([...path, "name"], "a name of its own", `${quoted(group)} again`);
    seen.add(group);
    checkDefences(written, producers, path, report);
    for (const node of expand(group, written)) {
      claimName(node, taken, [...path, "name"], report);
      nodes.push(node);
    }
  });
  return nodes;
}

/** `count: 4` of `n` is n1 … n4; without a count there is one node, called exactly `n`. */
function expand(group: string, written: NodeSyntax): readonly NodeSpec[] {
  const { queue = {} } = written;
  const spec = {
    group,
    zone: written.zone ?? DEFAULT_NODE.zone,
    workers: written.workers ?? DEFAULT_NODE.workers,
    speed: written.speed ?? DEFAULT_NODE.speed,
    weight: written.weight ?? DEFAULT_NODE.weight,
    queueCapacity: queue.capacity ?? DEFAULT_NODE.queueCapacity,
    discipline: queue.discipline ?? DEFAULT_NODE.discipline,
    overflow: queue.overflow ?? DEFAULT_NODE.overflow,
    durable: written.durable ?? DEFAULT_NODE.durable,
    ...defencesOf(written),
    ...serverOf(written.server),
  };
  if (written.count === undefined) return [{ name: group, ...spec }];
  return Array.from({ length: written.count }, (_, index) => ({ name: `${group}${index + 1}`, ...spec }));
}

/** Only what was written: what a server line means without it is each product's own default. */
function serverOf(written: ServerSyntax | undefined): Pick<NodeSpec, "server"> {
  const entries = Object.entries(written ?? {}).filter(([, value]) => value !== undefined);
  return entries.length === 0 ? {} : { server: Object.fromEntries(entries) };
}

function claimName(node: NodeSpec, taken: Map<string, string>, path: Path, report: Report): void {
  const other = taken.get(node.name);
  if (other !== undefined) {
    report.expected(path, "nodes with names of their own", `${quoted(node.name)}, which ${quoted(other)} has too`);
  }
  taken.set(node.name, node.group);
}
