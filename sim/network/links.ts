/**
 * The links of a run. Paths between ends of which the rules say the same are one path, unless it must remember something
 * of its own pair of ends; chance comes from one stream per rule and property, in the order in which messages ask for it.
 */
import type { DistributionSpec } from "../core/distribution.ts";
import type { EventLoop } from "../core/event-loop.ts";
import { roundHalfUp } from "../core/math.ts";
import type { Random } from "../core/random.ts";
import { sampler } from "../core/samplers.ts";
import type { LinkRule, Scenario } from "../scenario.ts";
import { EndNames, endsOf, type End, type Ends } from "./ends.ts";
import { ConstantPath, DrawnPath } from "./latency.ts";
import { firstAlike, NO_RULE, ruleOf, type Way } from "./link-rules.ts";
import type { Path } from "./path.ts";
import { PathTable } from "./path-table.ts";

export interface LinksParts {
  readonly loop: EventLoop;
  readonly stream: (name: string) => Random;
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
  readonly #rules: readonly LinkRule[];
  readonly #names: EndNames;
  readonly #parts: LinksParts;
  /** By the rule that the latency comes from. */
  readonly #made: Map<number, Path | null> = new Map();

  constructor(scenario: Pick<Scenario, "network" | "traffic" | "gateways" | "nodes">, parts: LinksParts) {
    this.#rules = scenario.network.rules;
    this.#parts = parts;
    const ends = endsOf(scenario);
    this.#names = new EndNames(ends);
    this.toGateway = this.#table({ link: "producer-gateway", direction: "forward" }, ends);
    this.toProducer = this.#table({ link: "producer-gateway", direction: "back" }, ends);
    this.toNode = this.#table({ link: "gateway-node", direction: "forward" }, ends);
    this.fromNode = this.#table({ link: "gateway-node", direction: "back" }, ends);
  }

  #table(way: Way, { producers, gateways, nodes }: Ends): PathTable {
    const [near, far] = way.link === "producer-gateway" ? [producers, gateways] : [gateways, nodes];
    const nearKinds = firstAlike(near, this.#rules, this.#names);
    const farKinds = firstAlike(far, this.#rules, this.#names);
    // All that differ are made at once: which streams there are must not depend on who meets whom.
    for (const one of new Set(nearKinds)) {
      for (const other of new Set(farKinds)) if (this.#path(way, near[one]!, far[other]!) !== null) this.free = false;
    }
    return new PathTable(
      near.length,
      far.length,
      (index) => nearKinds[index]!,
      (a, b) => this.#path(way, near[a]!, far[b]!),
    );
  }

  #path(way: Way, one: End, other: End): Path | null {
    const rule = ruleOf("latency", way, this.#rules, this.#names, one, other);
    if (rule === NO_RULE) return null;
    if (!this.#made.has(rule)) this.#made.set(rule, this.#make(rule, this.#rules[rule]!.latency!));
    return this.#made.get(rule)!;
  }

  #make(rule: number, latency: DistributionSpec): Path | null {
    const { loop, stream } = this.#parts;
    if (latency.kind !== "constant") return new DrawnPath(loop, sampler(latency, stream(`network/${rule}`)));
    const delayNs = roundHalfUp(latency.value);
    return delayNs === 0 ? null : new ConstantPath(loop, delayNs);
  }
}
