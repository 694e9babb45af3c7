/**
 * A wire whose bandwidth changes while messages wait for it, as under a throttle: what waits is sent at the new bandwidth
 * from then on, and of what is being sent the rest. That takes an event per message, so that only runs with throttles
 * have such wires.
 */
import { WIRE_FREE } from "../core/event-kinds.ts";
import type { EventLoop } from "../core/event-loop.ts";
import { NS_PER_SECOND, type Ns } from "../core/time.ts";
import type { LinkCounts } from "./link-counts.ts";
import { onWireNs } from "./wire.ts";

/** Stands for the event of a message that will not arrive: it takes its time on the wire and is gone. */
export const NOTHING = -1;
/** Messages that have left the queue before its array is tidied up. */
const TIDY_AT = 64;

interface Waiting {
  readonly kind: number;
  readonly a: number;
  readonly b: number;
  readonly sentNs: Ns;
  leftBytes: number;
}

export class PacedWire {
  readonly #loop: EventLoop;
  readonly #counts: LinkCounts;
  readonly #index: number;
  readonly #leave: (kind: number, a: number, b: number) => void;
  #bytesPerSecond = Infinity;
  /** From `#head` on; the first of them is on the wire. */
  #queue: Waiting[] = [];
  #head = 0;
  /** Since when the first one goes at this bandwidth. */
  #sinceNs: Ns = 0;
  #epoch = 0;

  /** `index`: what WIRE_FREE events call it. `leave`: what has left the wire goes on. */
  constructor(index: number, loop: EventLoop, counts: LinkCounts, leave: (kind: number, a: number, b: number) => void) {
    this.#index = index;
    this.#loop = loop;
    this.#counts = counts;
    this.#leave = leave;
  }

  /** A message comes. */
  send(sizeBytes: number, kind: number, a: number, b: number): void {
    const isFirst = this.#queue.push({ kind, a, b, sentNs: this.#loop.nowNs, leftBytes: sizeBytes }) === 1;
    if (isFirst) this.#begin();
  }

  /** What waits goes on at another bandwidth. */
  setBandwidth(bytesPerSecond: number): void {
    if (bytesPerSecond === this.#bytesPerSecond) return;
    const first = this.#queue[this.#head];
    const elapsedSeconds = (this.#loop.nowNs - this.#sinceNs) / NS_PER_SECOND;
    if (first !== undefined) first.leftBytes = Math.max(0, first.leftBytes - elapsedSeconds * this.#bytesPerSecond);
    this.#bytesPerSecond = bytesPerSecond;
    if (first !== undefined) this.#proceed();
  }

  /** The WIRE_FREE event; one of a former bandwidth is void. */
  free(epoch: number): void {
    if (epoch !== this.#epoch) return;
    this.#finish();
    if (this.#head < this.#queue.length) this.#begin();
  }

  #begin(): void {
    this.#counts.waitedForWire(this.#loop.nowNs - this.#queue[this.#head]!.sentNs);
    this.#proceed();
  }

  /** The first one goes on; whatever takes no time is through at once. */
  #proceed(): void {
    this.#sinceNs = this.#loop.nowNs;
    this.#epoch = (this.#epoch + 1) | 0;
    let leftNs = this.#leftNs();
    while (leftNs === 0) {
      this.#finish();
      if (this.#head === this.#queue.length) return;
      this.#counts.waitedForWire(this.#sinceNs - this.#queue[this.#head]!.sentNs);
      leftNs = this.#leftNs();
    }
    this.#loop.at(this.#sinceNs + leftNs, WIRE_FREE, this.#index, this.#epoch);
  }

  #leftNs(): Ns {
    return onWireNs(this.#queue[this.#head]!.leftBytes, this.#bytesPerSecond);
  }

  #finish(): void {
    const { kind, a, b } = this.#queue[this.#head++]!;
    if (this.#head === this.#queue.length) [this.#queue, this.#head] = [[], 0];
    else if (this.#head >= TIDY_AT && 2 * this.#head >= this.#queue.length) {
      [this.#queue, this.#head] = [this.#queue.slice(this.#head), 0];
    }
    if (kind !== NOTHING) this.#leave(kind, a, b);
  }
}
