/**
 * Links and how long they take. A link without latency is `null` and costs nothing: the caller goes on at once. One of
 * constant latency uses a lane of the event loop; any other draws each time, from the network's own streams.
 */
import type { EventLoop } from "../core/event-loop.ts";
import type { DistributionSpec } from "../core/distribution.ts";
import { roundHalfUp } from "../core/math.ts";
import { sampler, type Sampler } from "../core/samplers.ts";
import type { Random } from "../core/random.ts";
import type { LatencyRule, LinkKind, NetworkSpec } from "../scenario.ts";

export interface Link {
  /** Schedules the arrival at the other end as an event. */
  travel(kind: number, a: number, b: number): void;
}

class ConstantLink implements Link {
  readonly #loop: EventLoop;
  readonly #delayNs: number;
  /** By event kind: its lane, made when the first message takes it. */
  readonly #lanes: number[] = [];

  constructor(loop: EventLoop, delayNs: number) {
    this.#loop = loop;
    this.#delayNs = delayNs;
  }

  travel(kind: number, a: number, b: number): void {
    const lane = (this.#lanes[kind] ??= this.#loop.lane(this.#delayNs, kind));
    this.#loop.arm(lane, a, b);
  }
}

class DrawnLink implements Link {
  readonly #loop: EventLoop;
  readonly #latency: Sampler;

  constructor(loop: EventLoop, latency: Sampler) {
    this.#loop = loop;
    this.#latency = latency;
  }

  travel(kind: number, a: number, b: number): void {
    this.#loop.at(this.#loop.nowNs + roundHalfUp(this.#latency.draw()), kind, a, b);
  }
}

/** Makes the links of a network; links under one rule share its stream, in the order in which messages take them. */
export class Links {
  readonly #network: NetworkSpec;
  readonly #make: (rule: LatencyRule) => Link | null;
  readonly #made: Map<LatencyRule, Link | null> = new Map();

  constructor(network: NetworkSpec, loop: EventLoop, stream: (name: string) => Random) {
    this.#network = network;
    this.#make = (rule): Link | null => {
      const constant = constantOf(rule.latency);
      if (constant === 0) return null;
      if (constant !== null) return new ConstantLink(loop, constant);
      return new DrawnLink(loop, sampler(rule.latency, stream(`network/${network.rules.indexOf(rule)}`)));
    };
  }

  /** The link between two zones: the first rule that matches; null: no latency. */
  between(kind: LinkKind, from: string, to: string): Link | null {
    const rule = this.#network.rules.find((candidate) => matches(candidate, kind, from, to));
    if (rule === undefined) return null;
    if (!this.#made.has(rule)) this.#made.set(rule, this.#make(rule));
    return this.#made.get(rule)!;
  }
}

function matches(rule: LatencyRule, kind: LinkKind, from: string, to: string): boolean {
  if (rule.link !== null && rule.link !== kind) return false;
  if (rule.between === null) return true;
  const [one, other] = rule.between;
  return (one === from && other === to) || (one === to && other === from);
}

function constantOf(spec: DistributionSpec): number | null {
  return spec.kind === "constant" ? roundHalfUp(spec.value) : null;
}
