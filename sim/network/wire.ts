/** Bandwidth: messages queue for the wire, first come first served, and each holds it for size / bandwidth. */
import type { EventLoop } from "../core/event-loop.ts";
import { roundHalfUp } from "../core/math.ts";
import { NS_PER_SECOND, type Ns } from "../core/time.ts";
import type { LinkCounts } from "./link-counts.ts";

/** How long so many bytes take; 0 at endless bandwidth. */
export function onWireNs(bytes: number, bytesPerSecond: number): Ns {
  return roundHalfUp((bytes / bytesPerSecond) * NS_PER_SECOND);
}

/** The wire of one pair of ends in one direction. Its bandwidth never changes, so that all is known when a message comes. */
export class Wire {
  readonly #loop: EventLoop;
  readonly #counts: LinkCounts;
  readonly #bytesPerSecond: number;
  #freeNs: Ns = 0;

  constructor(bytesPerSecond: number, loop: EventLoop, counts: LinkCounts) {
    this.#bytesPerSecond = bytesPerSecond;
    this.#loop = loop;
    this.#counts = counts;
  }

  /** Takes what is sent now. Returns when its last byte leaves the wire. */
  pass(sizeBytes: number): Ns {
    const { nowNs } = this.#loop;
    const startNs = Math.max(nowNs, this.#freeNs);
    this.#counts.waitedForWire(startNs - nowNs);
    return (this.#freeNs = startNs + onWireNs(sizeBytes, this.#bytesPerSecond));
  }
}
