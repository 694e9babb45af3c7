/** Nodes in the language. */
import type { NodeSpec } from "../../sim/index.ts";
import { formatDuration } from "../units/duration.ts";
import { memoryDocument, sheddingDocument } from "./defences.ts";
import { present } from "./traffic.ts";

/** One entry per group, as the nodes n1, n2, … of a group n were written; nodes of other names one by one. */
export function nodesDocument(nodes: readonly NodeSpec[]): readonly unknown[] {
  const entries: unknown[] = [];
  for (let start = 0; start < nodes.length;) {
    const count = groupLength(nodes, start);
    const first = nodes[start]!;
    const single = first.name === first.group || count === 0;
    entries.push(nodeDocument(first, single ? { name: first.name } : { name: first.group, count }));
    start += single ? 1 : count;
  }
  return entries;
}

/** How many nodes from `start` on are alike and called group1, group2, …; 0 where the first is not. */
function groupLength(nodes: readonly NodeSpec[], start: number): number {
  const { name: _, ...first } = nodes[start]!;
  const like = JSON.stringify(first);
  let count = 0;
  while (start + count < nodes.length) {
    const { name, ...rest } = nodes[start + count]!;
    if (name !== `${first.group}${count + 1}` || JSON.stringify(rest) !== like) break;
    count++;
  }
  return count;
}

function nodeDocument(node: NodeSpec, who: Readonly<Record<string, unknown>>): unknown {
  const { zone, workers, speed, weight, queueCapacity, discipline, overflow, durable, server, contentionNs = 0 } = node;
  return present({
    ...who,
    zone,
    workers: workers === Infinity ? "unlimited" : workers,
    speed,
    weight,
    queue: { capacity: capacity(queueCapacity), discipline, overflow },
    durable,
    shedding: sheddingDocument(node.shedding),
    memory: memoryDocument(node.memory),
    contention: contentionNs === 0 ? undefined : formatDuration(contentionNs),
    server: serverDocument(server),
  });
}

/** A server line in the language; of a partial one what is there. */
export function serverDocument(server: Partial<NodeSpec["server"]>): unknown {
  if (server === undefined) return undefined;
  const { maxConnections, failTimeoutSeconds, slowStartSeconds, ...rest } = server;
  return present({
    ...rest,
    maxConnections: maxConnections === Infinity ? "unlimited" : maxConnections,
    failTimeout: failTimeoutSeconds === undefined ? undefined : formatDuration(failTimeoutSeconds * 1e9),
    slowStart: slowStartSeconds === undefined ? undefined : formatDuration(slowStartSeconds * 1e9),
  });
}

export function capacity(places: number): number | "unbounded" {
  return places === Infinity ? "unbounded" : places;
}
