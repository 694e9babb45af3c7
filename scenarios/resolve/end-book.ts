/** The names of the ends of links: zones, groups, single nodes, gateways and producers, and all of a kind. */
import type { EndSet, GatewaysSpec, NodeSpec, ProducerSpec } from "../../sim/index.ts";
import { gatewayZone } from "../../sim/index.ts";

export interface EndSections {
  readonly producers: readonly ProducerSpec[];
  readonly gateways: Pick<GatewaysSpec, "count" | "zones">;
  readonly nodes: readonly NodeSpec[];
}

type EndKind = keyof EndSet;
const KINDS: readonly EndKind[] = ["producers", "gateways", "nodes"];

export class EndBook {
  /** As in rules of the network, a zone comes before whoever else is called so. */
  readonly #byName: ReadonlyMap<string, EndSet>;

  constructor({ producers, gateways, nodes }: EndSections) {
    const gatewayIds = Array.from({ length: gateways.count }, (_, index) => index);
    const zones = new Names();
    producers.forEach(({ zone }, index) => zones.add(zone, "producers", index));
    for (const index of gatewayIds) zones.add(gatewayZone(gateways, index), "gateways", index);
    nodes.forEach(({ zone }, index) => zones.add(zone, "nodes", index));
    const own = new Names();
    producers.forEach(({ name }, index) => own.add(name, "producers", index));
    for (const index of gatewayIds) own.add(`gateway${index + 1}`, "gateways", index);
    nodes.forEach(({ group }, index) => own.add(group, "nodes", index));
    nodes.forEach(({ name }, index) => own.add(name, "nodes", index));
    const all = new Names();
    producers.forEach((_, index) => all.add("producers", "producers", index));
    for (const index of gatewayIds) all.add("gateways", "gateways", index);
    nodes.forEach((_, index) => all.add("nodes", "nodes", index));
    this.#byName = new Map([...all.ends(), ...own.ends(), ...zones.ends()]);
  }

  get names(): readonly string[] {
    return [...this.#byName.keys()];
  }

  /** undefined: nobody is called so. */
  of(name: string): EndSet | undefined {
    return this.#byName.get(name);
  }

  /** All that any of the names means, ascending. */
  together(names: readonly string[]): EndSet {
    const all = names.map((name) => this.of(name)).filter((ends) => ends !== undefined);
    const of = (kind: EndKind): readonly number[] =>
      [...new Set(all.flatMap((ends) => ends[kind]))].sort((a, b) => a - b);
    return { producers: of("producers"), gateways: of("gateways"), nodes: of("nodes") };
  }

  /** Few names that mean exactly these ends. Throws an Error where no names do. */
  namesFor(ends: EndSet): readonly string[] {
    const left = new Set(KINDS.flatMap((kind) => ends[kind].map((index) => `${kind} ${index}`)));
    const wanted = new Set(left);
    const chosen: string[] = [];
    for (const [name, meant] of this.#byName) {
      const keys = KINDS.flatMap((kind) => meant[kind].map((index) => `${kind} ${index}`));
      if (!keys.every((key) => wanted.has(key)) || !keys.some((key) => left.has(key))) continue;
      chosen.push(name);
      for (const key of keys) left.delete(key);
    }
    if (left.size > 0) throw new Error(`ends of links: expected a name for each, got none for ${[...left].join(", ")}`);
    return chosen;
  }
}

/** Ends by name; one name may mean several. */
class Names {
  readonly #ends: Map<string, Record<EndKind, number[]>> = new Map();

  add(name: string, kind: EndKind, index: number): void {
    const ends = this.#ends.get(name) ?? { producers: [], gateways: [], nodes: [] };
    this.#ends.set(name, ends);
    if (!ends[kind].includes(index)) ends[kind].push(index);
  }

  ends(): Iterable<readonly [string, EndSet]> {
    return this.#ends;
  }
}
