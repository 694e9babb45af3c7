/** Whom a fault's words mean. */
import type { NodeSpec } from "../../sim/index.ts";
import { aboutKind } from "../schema/fault-kinds.ts";
import type { FaultSyntax } from "../schema/faults.ts";
import { listed, oneOf, quoted, type Path } from "../wording.ts";
import type { Report } from "./report.ts";

/** Finds the nodes of faults, and says which words mean none. */
export class FaultTargets {
  readonly #nodes: readonly NodeSpec[];
  readonly #gatewayZones: readonly string[];
  readonly #report: Report;
  /** Nodes by their own name, and all of a group by the group's. */
  readonly #known: Map<string, number[]> = new Map();

  constructor(nodes: readonly NodeSpec[], gatewayZones: readonly string[], report: Report) {
    this.#nodes = nodes;
    this.#gatewayZones = gatewayZones;
    this.#report = report;
    nodes.forEach(({ group }, id) => void this.#known.set(group, [...(this.#known.get(group) ?? []), id]));
    nodes.forEach(({ name }, id) => void this.#known.set(name, [id]));
  }

  /** NodeIds, ascending. `path`: of the fault. */
  of(written: FaultSyntax, path: Path): readonly number[] {
    const section = [...path, written.kind];
    if (aboutKind(written.kind).hits === "zone") return this.#inZone(written.targets[0]!, section);
    return this.#named(written.targets, section);
  }

  #inZone(zone: string, section: Path): readonly number[] {
    const ids = this.#nodes.flatMap((node, id) => (node.zone === zone ? [id] : []));
    if (ids.length === 0)
      this.#report.expected(
        section,
        theOne(
          this.#nodes.map((node) => node.zone),
          zone,
          "zone",
        ),
        quoted(zone),
      );
    else if (this.#gatewayZones.includes(zone))
      this.#report.expected(section, "a zone without gateways, which do not crash", quoted(zone));
    return ids;
  }

  #named(names: readonly string[], section: Path): readonly number[] {
    const ids = new Set<number>();
    const isList = Array.isArray(this.#report.raw(section));
    names.forEach((name, index) => {
      const place = isList ? [...section, index] : section;
      const meant = this.#known.get(name);
      if (meant === undefined)
        this.#report.expected(place, theOne([...this.#known.keys()], name, "node"), quoted(name));
      else if (meant.some((id) => ids.has(id))) this.#report.expected(place, "each node once", `${quoted(name)} again`);
      for (const id of meant ?? []) ids.add(id);
    });
    return [...ids].sort((a, b) => a - b);
  }
}

function theOne(all: readonly string[], name: string, what: string): string {
  const names = [...new Set(all)];
  return names.length > 1 ? oneOf(names, name) : `the ${what} ${listed(names, "or")}`;
}
