/**
 * The links of a run. Paths between ends of which the scenario says the same are one path, unless they must remember
 * something of their own pair of ends (what waits for the wire, order, bursts of loss, what faults do): those are made as
 * they are first taken. Chance comes from one stream per rule and property, in the order in which messages ask for it.
 */
import type { EventLoop } from "../core/event-loop.ts";
import type { Random } from "../core/random.ts";
import type { EndSet, FaultSpec, LinkSet, Scenario } from "../scenario.ts";
import { EndNames, endsOf } from "./ends.ts";
import { LinkCounts } from "./link-counts.ts";
import { LinkEffects, type LinkControl } from "./link-effects.ts";
import { namesThatAreMeant, type Way } from "./link-rules.ts";
import { LinkSetIndex } from "./link-sets.ts";
import { PacedWires } from "./paced-wires.ts";
import { PathKinds } from "./path-kinds.ts";
import { PathMaker, type Wiring } from "./path-maker.ts";
import { PathTable } from "./path-table.ts";

/** What links need to know of a scenario. */
export type Linked = Pick<Scenario, "network" | "traffic" | "gateways" | "nodes" | "faults">;

export interface LinksParts {
  readonly loop: EventLoop;
  readonly stream: (name: string) => Random;
}

/** What was counted on one way. */
export interface WayCounts {
  readonly way: Way;
  readonly counts: LinkCounts;
}

export class Links {
  /** From a producer to a gateway, and back; both asked for as `between(producer, gateway)`. */
  readonly toGateway: PathTable;
  readonly toProducer: PathTable;
  /** From a gateway to a node, and back; both asked for as `between(gateway, node)`. */
  readonly toNode: PathTable;
  readonly fromNode: PathTable;
  /** Every path is null. */
  free = true;
  /** What faults do to the links. They change no others than those that faults of the scenario name. */
  readonly control: LinkControl;
  /** Of the ways on which some link does more than take time. */
  readonly counts: WayCounts[] = [];
  readonly #wiring: Wiring;
  /** By kind of end: for each, the first one of which the scenario says all the same. */
  readonly #alike: Readonly<Record<keyof EndSet, readonly number[]>>;

  constructor(scenario: Linked, { loop, stream }: LinksParts) {
    const ends = endsOf(scenario);
    const names = new EndNames(ends);
    const kinds = new PathKinds(scenario.network.rules, names, loop, stream);
    const wires = new PacedWires(loop);
    const effects = new LinkEffects(stream, () => wires.paceAnew());
    const exposed = new LinkSetIndex(scenario.faults.flatMap(linksOf));
    const throttled = new LinkSetIndex(scenario.faults.filter(({ kind }) => kind === "throttle").flatMap(linksOf));
    this.#wiring = { ends, names, kinds, wires, effects, exposed, throttled, loop };
    this.control = effects;
    const meant = namesThatAreMeant(scenario.network.rules);
    const alike = (kind: keyof EndSet): readonly number[] =>
      firstAlike(ends[kind].map((end, index) => names.signature(meant, end) + exposed.signature(kind, index)));
    this.#alike = { producers: alike("producers"), gateways: alike("gateways"), nodes: alike("nodes") };
    this.toGateway = this.#table({ link: "producer-gateway", direction: "forward" }, "producers", "gateways");
    this.toProducer = this.#table({ link: "producer-gateway", direction: "back" }, "producers", "gateways");
    this.toNode = this.#table({ link: "gateway-node", direction: "forward" }, "gateways", "nodes");
    this.fromNode = this.#table({ link: "gateway-node", direction: "back" }, "gateways", "nodes");
  }

  /** The WIRE_FREE event. */
  wireFree(wire: number, epoch: number): void {
    this.#wiring.wires.free(wire, epoch);
  }

  /** All that differ are looked at once: which streams there are must not depend on who meets whom. */
  #table(way: Way, near: keyof EndSet, far: keyof EndSet): PathTable {
    const counts = new LinkCounts();
    const maker = new PathMaker(way, this.#wiring, counts);
    const [nearAlike, farAlike] = [this.#alike[near], this.#alike[far]];
    const farKinds = [...new Set(farAlike)];
    const owners = new Set<number>();
    let counted = false;
    for (const one of new Set(nearAlike)) {
      if (farKinds.some((other) => maker.isPerPair(one, other))) owners.add(one);
      if (!farKinds.every((other) => maker.isFree(one, other))) this.free = false;
      if (farKinds.some((other) => maker.isCounted(one, other))) counted = true;
    }
    if (counted) this.counts.push({ way, counts });
    const rowOf = (index: number): number => (owners.has(nearAlike[index]!) ? index : nearAlike[index]!);
    return new PathTable(nearAlike.length, farAlike.length, rowOf, (one, other) => maker.make(one, other));
  }
}

function linksOf(fault: FaultSpec): readonly LinkSet[] {
  return "links" in fault ? fault.links : [];
}

/** By item: the index of the first one that has the same text. */
function firstAlike(signatures: readonly string[]): readonly number[] {
  const first = new Map<string, number>();
  return signatures.map((signature, index) => {
    if (!first.has(signature)) first.set(signature, index);
    return first.get(signature)!;
  });
}
