/**
 * What faults do to links while they last. Effects may overlap: losses strike one after the other, delays add, of several
 * throttles the narrowest counts, and what was kept back by one clog may be kept back by the next.
 */
import { sampler } from "../core/samplers.ts";
import type { Random } from "../core/random.ts";
import type { FaultBase, FaultSpec, LinkSet } from "../scenario.ts";
import { Duplication } from "./duplication.ts";
import { Hold } from "./hold.ts";
import { Latency } from "./latency.ts";
import { LinkSetIndex, type PathEnds } from "./link-sets.ts";

/** A fault of links; its `links` are those that it may be installed on. */
export type LinkFault = Extract<FaultSpec, { readonly links: readonly LinkSet[] }>;

type EffectOf<F> = F extends LinkFault ? Omit<F, "links" | keyof FaultBase> : never;
/** What it does to them; a fault of links is an effect as it stands. */
export type LinkEffect = EffectOf<LinkFault>;

/** How faults change links. */
export interface LinkControl {
  /**
   * From now on the effect is on the links, beside whatever else is, until it is taken off again with the token returned.
   * What was sent before is not touched. `name`: of the effect's streams of chance, its fault's own.
   */
  install(effect: LinkEffect, links: readonly LinkSet[], name: string): number;
  /** What a clog kept back goes on now, in the order in which it was sent. */
  uninstall(token: number): void;
}

/** An effect in force. */
export interface Installed {
  readonly effect: LinkEffect;
  readonly links: LinkSetIndex;
  readonly random: Random;
  /** Of a `delay`. */
  readonly delay: Latency | null;
  /** Of a `duplicate`. */
  readonly duplication: Duplication | null;
  /** Of a `clog` or a `partition`. */
  readonly hold: Hold | null;
}

export class LinkEffects implements LinkControl {
  /** Grows whenever what is in force changes. */
  version = 0;
  readonly #installed = new Map<number, Installed>();
  readonly #stream: (name: string) => Random;
  readonly #onChange: () => void;
  #tokens = 0;

  /** `onChange`: something else is in force now, and nothing kept back has been let go yet. */
  constructor(stream: (name: string) => Random, onChange: () => void) {
    this.#stream = stream;
    this.#onChange = onChange;
  }

  install(effect: LinkEffect, links: readonly LinkSet[], name: string): number {
    const random = this.#stream(`network/fault/${name}`);
    const { kind } = effect;
    this.#installed.set(this.#tokens, {
      effect,
      links: new LinkSetIndex(links),
      random,
      delay: kind === "delay" ? new Latency(sampler(effect.latency, random)) : null,
      duplication: kind === "duplicate" ? new Duplication(effect.probability, random) : null,
      hold: kind === "clog" || kind === "partition" ? new Hold() : null,
    });
    this.#changed();
    return this.#tokens++;
  }

  uninstall(token: number): void {
    const installed = this.#installed.get(token);
    if (installed === undefined) throw new RangeError(`effect ${token}: expected one that is in force`);
    this.#installed.delete(token);
    this.#changed();
    installed.hold?.release();
  }

  #changed(): void {
    this.version++;
    this.#onChange();
  }

  /** What is in force on a path, in the order in which it was installed. */
  on(path: PathEnds): readonly Installed[] {
    return [...this.#installed.values()].filter(({ links }) => links.has(path));
  }
}
