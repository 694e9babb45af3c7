/**
 * A path that does more than take time. What is sent passes a chain of small rules: the wire, losses, clogs, latencies,
 * order. What is lost has been on the wire. Effects of faults are looked up anew when they have changed.
 */
import type { EventLoop } from "../core/event-loop.ts";
import type { Ns } from "../core/time.ts";
import type { Duplication } from "./duplication.ts";
import type { Hold } from "./hold.ts";
import type { Delay } from "./latency.ts";
import type { LinkCounts } from "./link-counts.ts";
import type { Installed, LinkEffects } from "./link-effects.ts";
import type { PathEnds } from "./link-sets.ts";
import { lossOf, type Loss } from "./loss.ts";
import { NOTHING, type PacedWire } from "./paced-wire.ts";
import type { Path } from "./path.ts";
import type { Wire } from "./wire.ts";

/** What the scenario itself says of a path. */
export interface Chain {
  readonly wire: Wire | null;
  readonly loss: Loss | null;
  readonly duplication: Duplication | null;
  readonly latency: Delay | null;
  readonly order: Delay | null;
}

/** What faults may do to a path. */
export interface Exposure {
  readonly effects: LinkEffects;
  readonly ends: PathEnds;
  /** Without throttle. */
  readonly bytesPerSecond: number;
}

export class ChainPath implements Path {
  readonly #loop: EventLoop;
  readonly #counts: LinkCounts;
  readonly #chain: Chain;
  readonly #exposure: Exposure | null;
  /** In place of the chain's own wire, where a throttle may come. */
  #pacedWire: PacedWire | null = null;
  // What is in force.
  #losses: readonly Loss[];
  #duplications: readonly Duplication[];
  #delays: readonly Delay[];
  #cut: Hold | null = null;
  #clog: Hold | null = null;
  #version = 0;
  /** The chains of losses that faults brought; one goes on for as long as its fault does. */
  #faultLosses = new Map<Installed, Loss>();

  constructor(chain: Chain, exposure: Exposure | null, loop: EventLoop, counts: LinkCounts) {
    this.#chain = chain;
    this.#exposure = exposure;
    this.#loop = loop;
    this.#counts = counts;
    this.#losses = some(chain.loss);
    this.#duplications = some(chain.duplication);
    this.#delays = [...some(chain.latency), ...some(chain.order)];
  }

  /** From the beginning on, a wire whose bandwidth may change. */
  pace(wire: PacedWire): void {
    this.#pacedWire = wire;
    wire.setBandwidth(this.#exposure!.bytesPerSecond);
  }

  travel(kind: number, a: number, b: number, sizeBytes: number): boolean {
    this.lookUp();
    const { nowNs } = this.#loop;
    const lost = this.#isLost();
    this.#counts.sent++;
    this.#counts.bytes += sizeBytes;
    if (lost) this.#counts.lost++;
    if (this.#pacedWire !== null) {
      this.#pacedWire.send(sizeBytes, lost ? NOTHING : kind, a, b);
      return !lost;
    }
    const leavesNs = this.#chain.wire === null ? nowNs : this.#chain.wire.pass(sizeBytes);
    if (!lost) this.goOn(kind, a, b, leavesNs);
    return !lost;
  }

  /** Every loss is asked: their chains move with each message, whatever became of it. */
  #isLost(): boolean {
    let lost = this.#cut !== null;
    for (const loss of this.#losses) if (loss.strikes()) lost = true;
    return lost;
  }

  duplicates(): boolean {
    this.lookUp();
    let twice = false;
    for (const duplication of this.#duplications) if (duplication.strikes()) twice = true;
    if (twice) this.#counts.duplicated++;
    return twice;
  }

  /** What left the wire at `atNs`, or a clog just now, goes on. A cut that has come meanwhile keeps it back like a clog. */
  goOn(kind: number, a: number, b: number, atNs: Ns): void {
    this.lookUp();
    const hold = this.#clog ?? this.#cut;
    if (hold !== null) {
      this.#counts.held++;
      return hold.keep({ path: this, kind, a, b, atNs });
    }
    let arrivalNs = Math.max(atNs, this.#loop.nowNs);
    for (const delay of this.#delays) arrivalNs = delay.after(arrivalNs);
    this.#loop.at(arrivalNs, kind, a, b);
  }

  /** Takes in what faults do now. */
  lookUp(): void {
    const exposure = this.#exposure;
    if (exposure === null || exposure.effects.version === this.#version) return;
    this.#version = exposure.effects.version;
    const installed = exposure.effects.on(exposure.ends);
    this.#take(installed);
    this.#pacedWire?.setBandwidth(narrowest(exposure.bytesPerSecond, installed));
  }

  #take(installed: readonly Installed[]): void {
    const { duplication, latency, loss, order } = this.#chain;
    this.#faultLosses = new Map(
      installed.flatMap((each) => {
        const { effect, random } = each;
        return effect.kind === "loss" ? [[each, this.#faultLosses.get(each) ?? lossOf(effect.loss, random)]] : [];
      }),
    );
    this.#losses = [...some(loss), ...this.#faultLosses.values()];
    this.#duplications = [...some(duplication), ...installed.flatMap((each) => some(each.duplication))];
    this.#delays = [...some(latency), ...installed.flatMap((each) => some(each.delay)), ...some(order)];
    this.#cut = lastHold(installed, "partition");
    this.#clog = lastHold(installed, "clog");
  }
}

function some<T>(value: T | null): readonly T[] {
  return value === null ? [] : [value];
}

function lastHold(installed: readonly Installed[], kind: "partition" | "clog"): Hold | null {
  return installed.filter(({ effect }) => effect.kind === kind).at(-1)?.hold ?? null;
}

function narrowest(bytesPerSecond: number, installed: readonly Installed[]): number {
  const throttles = installed.map(({ effect }) =>
    effect.kind === "throttle" ? effect.bandwidthBytesPerSecond : Infinity,
  );
  return Math.min(bytesPerSecond, ...throttles);
}
