/** Makes the paths of one kind of link in one direction. */
import type { EventLoop } from "../core/event-loop.ts";
import { ChainPath, type Exposure } from "./chain-path.ts";
import type { EndNames, Ends } from "./ends.ts";
import type { LinkCounts } from "./link-counts.ts";
import type { LinkEffects } from "./link-effects.ts";
import type { Way } from "./link-rules.ts";
import type { LinkSetIndex } from "./link-sets.ts";
import type { PacedWires } from "./paced-wires.ts";
import type { Path } from "./path.ts";
import type { PathKind, PathKinds } from "./path-kinds.ts";

/** What all paths of a run are made from. */
export interface Wiring {
  readonly loop: EventLoop;
  readonly ends: Ends;
  readonly names: EndNames;
  readonly kinds: PathKinds;
  readonly effects: LinkEffects;
  /** Links that some fault of the scenario changes; and those among them whose bandwidth it changes. */
  readonly exposed: LinkSetIndex;
  readonly throttled: LinkSetIndex;
  readonly wires: PacedWires;
}

export class PathMaker {
  readonly #way: Way;
  readonly #wiring: Wiring;
  readonly #counts: LinkCounts;
  /** Paths that do more than take time, and remember nothing of their ends. */
  readonly #shared = new Map<PathKind, ChainPath>();

  constructor(way: Way, wiring: Wiring, counts: LinkCounts) {
    this.#way = way;
    this.#wiring = wiring;
    this.#counts = counts;
  }

  /** Nothing is between the ends, and nothing ever will be. */
  isFree(near: number, far: number): boolean {
    const { plain, chained } = this.#kindOf(near, far);
    return plain === null && !chained && !this.#isExposed(near, far);
  }

  /** No two pairs of ends may share the path. */
  isPerPair(near: number, far: number): boolean {
    return this.#kindOf(near, far).perPair || this.#isExposed(near, far);
  }

  /** Whatever passes is counted. */
  isCounted(near: number, far: number): boolean {
    return this.#kindOf(near, far).chained || this.#isExposed(near, far);
  }

  make(near: number, far: number): Path | null {
    const kind = this.#kindOf(near, far);
    const exposed = this.#isExposed(near, far);
    if (!exposed && !kind.chained) return kind.plain;
    if (exposed || kind.perPair) return this.#ownPath(kind, near, far, exposed);
    let path = this.#shared.get(kind);
    if (path === undefined) this.#shared.set(kind, (path = this.#ownPath(kind, near, far, false)));
    return path;
  }

  #kindOf(near: number, far: number): PathKind {
    const { ends, kinds } = this.#wiring;
    return this.#way.link === "producer-gateway"
      ? kinds.of(this.#way, ends.producers[near]!, ends.gateways[far]!)
      : kinds.of(this.#way, ends.gateways[near]!, ends.nodes[far]!);
  }

  #isExposed(near: number, far: number): boolean {
    return this.#wiring.exposed.has({ way: this.#way, near, far });
  }

  #ownPath(kind: PathKind, near: number, far: number, exposed: boolean): ChainPath {
    const { loop, wires, throttled } = this.#wiring;
    const ends = { way: this.#way, near, far };
    const paced = exposed && throttled.has(ends);
    const exposure: Exposure | null = exposed
      ? { effects: this.#wiring.effects, ends, bytesPerSecond: kind.bytesPerSecond }
      : null;
    const path = new ChainPath(kind.chain(this.#counts, exposed, paced), exposure, loop, this.#counts);
    if (paced) path.pace(wires.add(path, this.#counts));
    return path;
  }
}
