/** Whom a fault's words mean. */
import { gatewayZone, type GatewaysSpec, type NodeSpec } from "../../sim/index.ts";
import { aboutKind } from "../schema/fault-kinds.ts";
import type { FaultSyntax } from "../schema/faults.ts";
import { listed, oneOf, quoted, type Path } from "../wording.ts";
import type { Report } from "./report.ts";

export interface FaultHit {
  /** NodeIds, ascending. */
  readonly nodes: readonly number[];
  /** By index, ascending. */
  readonly gateways: readonly number[];
}

/** Finds the nodes and gateways of faults, and says which words mean none. */
export class FaultTargets {
  readonly #nodes: readonly NodeSpec[];
  /** Of each gateway. */
  readonly #gatewayZones: readonly string[];
  readonly #report: Report;
  /** Nodes by their own name, and all of a group by the group's. */
  readonly #known: Map<string, number[]> = new Map();

  constructor(nodes: readonly NodeSpec[], gateways: GatewaysSpec, report: Report) {
    this.#nodes = nodes;
    this.#gatewayZones = Array.from({ length: gateways.count }, (_, index) => gatewayZone(gateways, index));
    this.#report = report;
    nodes.forEach(({ group }, id) => void this.#known.set(group, [...(this.#known.get(group) ?? []), id]));
    nodes.forEach(({ name }, id) => void this.#known.set(name, [id]));
  }

  /** `path`: of the fault. */
  of(written: FaultSyntax, path: Path): FaultHit {
    const section = [...path, written.kind];
    const { hits } = aboutKind(written.kind);
    if (hits === "zone") return this.#inZone(written.targets[0]!, section);
    return { nodes: this.#named(written.targets, section), gateways: this.#gateways(written.gateways, section) };
  }

  #inZone(zone: string, section: Path): FaultHit {
    const within = (zones: readonly string[]): number[] => zones.flatMap((one, index) => (one === zone ? [index] : []));
    const zones = this.#nodes.map((node) => node.zone);
    const hit = { nodes: within(zones), gateways: within(this.#gatewayZones) };
    if (hit.nodes.length + hit.gateways.length === 0)
      this.#report.expected(section, theOne([...zones, ...this.#gatewayZones], zone, "zone"), quoted(zone));
    return hit;
  }

  #named(names: readonly string[], section: Path): readonly number[] {
    const ids = new Set<number>();
    for (const name of names) {
      const place = this.#placeOf(name, section);
      const meant = this.#known.get(name);
      if (meant === undefined)
        this.#report.expected(place, theOne([...this.#known.keys()], name, "node"), quoted(name));
      else if (meant.some((id) => ids.has(id))) this.#report.expected(place, "each node once", `${quoted(name)} again`);
      for (const id of meant ?? []) ids.add(id);
    }
    return ascending(ids);
  }

  #gateways(numbers: readonly number[], section: Path): readonly number[] {
    const count = this.#gatewayZones.length;
    for (const number of new Set(numbers))
      if (number > count) this.#report.expected(section, `gateways up to ${count}`, String(number));
    if (new Set(numbers).size < numbers.length) this.#report.expected(section, "each gateway once");
    return ascending(new Set(numbers.map((number) => number - 1)));
  }

  /** Where a name stands: the last place, where it stands in several. */
  #placeOf(name: string, section: Path): Path {
    const raw = this.#report.raw(section);
    return Array.isArray(raw) ? [...section, raw.lastIndexOf(name)] : section;
  }
}

function ascending(numbers: ReadonlySet<number>): readonly number[] {
  return [...numbers].sort((a, b) => a - b);
}

function theOne(all: readonly string[], name: string, what: string): string {
  const names = [...new Set(all)];
  return names.length > 1 ? oneOf(names, name) : `the ${what} ${listed(names, "or")}`;
}
