/** The timers of messages and tries: those of one delay share a lane. A timer names a row and its tenant, and outlives both. */
import type { EventLoop } from "../../core/event-loop.ts";
import type { Ns } from "../../core/time.ts";
import type { MessageId } from "../../traffic/message-table.ts";
import { CELL, type Tries } from "./tries.ts";

/** More delays than this go through the heap: every lane is looked at when one of them moves. */
const MOST_LANES = 8;

export class Timers {
  readonly #loop: EventLoop;
  readonly #tries: Tries;
  readonly #lanes: Map<string, number> = new Map();

  constructor(loop: EventLoop, tries: Tries) {
    this.#loop = loop;
    this.#tries = tries;
  }

  /** An event of `kind` for the row, after a delay that many others share. */
  arm(kind: number, delayNs: Ns, id: MessageId): void {
    const tenant = this.#tries.get(id, CELL.TENANT);
    const name = `${kind} ${delayNs}`;
    let lane = this.#lanes.get(name);
    if (lane === undefined) {
      if (this.#lanes.size === MOST_LANES) return this.#loop.at(this.#loop.nowNs + delayNs, kind, id, tenant);
      lane = this.#loop.lane(delayNs, kind);
      this.#lanes.set(name, lane);
    }
    this.#loop.arm(lane, id, tenant);
  }

  /** The same after a delay of its own. */
  at(kind: number, delayNs: Ns, id: MessageId): void {
    this.#loop.at(this.#loop.nowNs + delayNs, kind, id, this.#tries.get(id, CELL.TENANT));
  }
}
