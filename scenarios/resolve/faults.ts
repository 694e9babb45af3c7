/** Faults with the nodes that they mean. */
import type { FaultSpec, NodeSpec, Ns } from "../../sim/index.ts";
import { formatDuration } from "../units/duration.ts";
import type { FaultSyntax } from "../schema/faults.ts";
import { listed, oneOf, quoted, type Path } from "../wording.ts";
import type { Report } from "./report.ts";

/** Names that a label spells out before it only counts them. */
const LABELLED_NAMES = 3;

export function resolveFaults(
  all: readonly FaultSyntax[],
  nodes: readonly NodeSpec[] | undefined,
  durationNs: Ns | undefined,
  report: Report,
): readonly FaultSpec[] {
  const known = nodes === undefined ? null : targetsOf(nodes);
  return all.map((written, index) => {
    const path = ["faults", index] as const;
    if (durationNs !== undefined && written.atNs > durationNs) {
      report.expected([...path, "at"], `at most the duration of ${formatDuration(durationNs)}`);
    }
    return resolveFault(written, known === null ? [] : nodesOf(written, known, path, report));
  });
}

function resolveFault(written: FaultSyntax, nodes: readonly number[]): FaultSpec {
  const { kind, factor, atNs: startNs, forNs } = written;
  const base = {
    nodes,
    timing: { kind: "once" as const, startNs, endNs: startNs + forNs },
    label: written.label ?? faultLabel(kind, written.nodes, factor),
  };
  return kind === "crash" ? { kind, ...base } : { kind, ...base, factor };
}

/** `crash n2`, `slow n1, n2 by 3`, `crash n1, n2, n3 and 7 more`. */
export function faultLabel(kind: FaultSyntax["kind"], names: readonly string[], factor: number): string {
  const shown = names.slice(0, LABELLED_NAMES).join(", ");
  const more = names.length > LABELLED_NAMES ? ` and ${names.length - LABELLED_NAMES} more` : "";
  return kind === "crash" ? `crash ${shown}${more}` : `slow ${shown}${more} by ${factor}`;
}

/** Nodes by their own name, and all of a group by the group's. */
function targetsOf(nodes: readonly NodeSpec[]): ReadonlyMap<string, readonly number[]> {
  const targets = new Map<string, number[]>();
  nodes.forEach(({ group }, id) => {
    const ids = targets.get(group);
    if (ids === undefined) targets.set(group, [id]);
    else ids.push(id);
  });
  nodes.forEach(({ name }, id) => void targets.set(name, [id]));
  return targets;
}

function nodesOf(
  written: FaultSyntax,
  known: ReadonlyMap<string, readonly number[]>,
  path: Path,
  report: Report,
): readonly number[] {
  const ids = new Set<number>();
  const section = [...path, written.kind];
  const isList = Array.isArray(report.raw(section));
  written.nodes.forEach((name, index) => {
    const place = isList ? [...section, index] : section;
    const meant = known.get(name);
    if (meant === undefined) report.expected(place, `${theNode(known, name)}`, quoted(name));
    else if (meant.some((id) => ids.has(id))) report.expected(place, "each node once", `${quoted(name)} again`);
    for (const id of meant ?? []) ids.add(id);
  });
  return [...ids].sort((a, b) => a - b);
}

function theNode(known: ReadonlyMap<string, readonly number[]>, name: string): string {
  const names = [...known.keys()];
  return names.length > 1 ? oneOf(names, name) : `the node ${listed(names, "or")}`;
}
