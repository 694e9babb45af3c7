/** What the rules say of a path, and what follows from it: whether it does anything, and what it must remember. */
import type { EventLoop } from "../core/event-loop.ts";
import type { Random } from "../core/random.ts";
import { sampler } from "../core/samplers.ts";
import type { LinkRule, LossSpec } from "../scenario.ts";
import type { Chain } from "./chain-path.ts";
import { Duplication } from "./duplication.ts";
import type { End, EndNames } from "./ends.ts";
import { ConstantPath, constantNs, DrawnPath, Latency } from "./latency.ts";
import type { LinkCounts } from "./link-counts.ts";
import { NO_RULE, ruleOf, type LinkProperty, type Way } from "./link-rules.ts";
import { lossOf, meanLoss } from "./loss.ts";
import { Order } from "./order.ts";
import type { Path } from "./path.ts";
import { Wire } from "./wire.ts";

/** Latency of a rule: what it draws from, and the path of links that have nothing but it. */
interface TakesTime {
  readonly latency: Latency;
  readonly drawn: boolean;
  readonly path: Path;
}

/** What paths of which the same rules say the same have in common. */
export interface PathKind {
  /** The whole path, where it only takes time; null: free. */
  readonly plain: Path | null;
  /** It does more than take time. */
  readonly chained: boolean;
  /** It remembers something of its own two ends. */
  readonly perPair: boolean;
  readonly bytesPerSecond: number;
  /** `exposed`: faults may add to its latency. `paced`: something else stands for its wire. */
  chain(counts: LinkCounts, exposed: boolean, paced: boolean): Chain;
}

export class PathKinds {
  readonly #rules: readonly LinkRule[];
  readonly #names: EndNames;
  readonly #loop: EventLoop;
  readonly #stream: (name: string) => Random;
  /** By rule. */
  readonly #latencies = new Map<number, TakesTime | null>();
  /** By the rules that say something. */
  readonly #kinds = new Map<string, PathKind>();

  constructor(rules: readonly LinkRule[], names: EndNames, loop: EventLoop, stream: (name: string) => Random) {
    this.#rules = rules;
    this.#names = names;
    this.#loop = loop;
    this.#stream = stream;
  }

  of(way: Way, one: End, other: End): PathKind {
    const rule = (property: LinkProperty): number => ruleOf(property, way, this.#rules, this.#names, one, other);
    const said = {
      latency: rule("latency"),
      bandwidth: rule("bandwidthBytesPerSecond"),
      loss: rule("loss"),
      duplication: rule("duplication"),
      ordered: rule("ordered"),
    };
    const key = Object.values(said).join();
    let kind = this.#kinds.get(key);
    if (kind === undefined) this.#kinds.set(key, (kind = this.#make(said)));
    return kind;
  }

  #make(said: Readonly<Record<"latency" | "bandwidth" | "loss" | "duplication" | "ordered", number>>): PathKind {
    const time = this.#timeOf(said.latency);
    const bytesPerSecond = this.#rules[said.bandwidth]?.bandwidthBytesPerSecond ?? Infinity;
    const loss = this.#lossOf(said.loss);
    const probability = this.#rules[said.duplication]?.duplication ?? 0;
    const duplication = probability > 0 ? this.#duplicationOf(said.duplication, probability) : null;
    const ordered = this.#rules[said.ordered]?.ordered ?? false;
    const overtakes = ordered && time !== null && time.drawn;
    const hasWire = bytesPerSecond < Infinity;
    return {
      plain: time?.path ?? null,
      chained: hasWire || loss !== null || duplication !== null || overtakes,
      perPair: hasWire || loss?.spec.kind === "gilbert-elliott" || overtakes,
      bytesPerSecond,
      chain: (counts, exposed, paced) => ({
        wire: hasWire && !paced ? new Wire(bytesPerSecond, this.#loop, counts) : null,
        loss: loss === null ? null : lossOf(loss.spec, loss.random),
        duplication,
        latency: time?.latency ?? null,
        order: overtakes || (ordered && exposed) ? new Order() : null,
      }),
    };
  }

  #timeOf(rule: number): TakesTime | null {
    if (rule === NO_RULE) return null;
    let time = this.#latencies.get(rule);
    if (time === undefined) this.#latencies.set(rule, (time = this.#takesTime(rule)));
    return time;
  }

  #takesTime(rule: number): TakesTime | null {
    const spec = this.#rules[rule]!.latency!;
    const delayNs = constantNs(spec);
    if (delayNs === 0) return null;
    // A constant draws nothing, and has no stream that would show in the run's digest.
    const name = `network/${rule}`;
    if (delayNs === null) {
      const drawn = sampler(spec, this.#stream(name));
      return { latency: new Latency(drawn), drawn: true, path: new DrawnPath(this.#loop, drawn) };
    }
    const latency = new Latency({ draw: () => delayNs, mean: delayNs });
    return { latency, drawn: false, path: new ConstantPath(this.#loop, delayNs) };
  }

  #lossOf(rule: number): { readonly spec: LossSpec; readonly random: Random } | null {
    const spec = this.#rules[rule]?.loss;
    if (spec === undefined || meanLoss(spec) === 0) return null;
    return { spec, random: this.#stream(`network/${rule}/loss`) };
  }

  #duplicationOf(rule: number, probability: number): Duplication {
    return new Duplication(probability, this.#stream(`network/${rule}/duplication`));
  }
}
