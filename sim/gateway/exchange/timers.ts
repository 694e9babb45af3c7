/** The timers of messages and tries: those of one delay share a lane. A timer names a row and its tenant, and outlives both. */
import type { EventLoop } from "../../core/event-loop.ts";
import type { Ns } from "../../core/time.ts";
import type { MessageId } from "../../traffic/message-table.ts";
import { CELL } from "./cells.ts";
import type { Tries } from "./tries.ts";

const { TENANT } = CELL;
/** More delays than this go through the heap: every lane is looked at when one of them moves. */
const MOST_LANES = 8;
const NO_LANE = -1;

/** Of one kind, after one delay. */
export class Timer {
  readonly #loop: EventLoop;
  readonly #tries: Tries;
  readonly #kind: number;
  readonly #delayNs: Ns;
  readonly #lane: number;

  constructor(loop: EventLoop, tries: Tries, kind: number, delayNs: Ns, lane: number) {
    this.#loop = loop;
    this.#tries = tries;
    this.#kind = kind;
    this.#delayNs = delayNs;
    this.#lane = lane;
  }

  /** An event for the row, unless its tenant is another one by then. */
  arm(id: MessageId): void {
    const tenant = this.#tries.get(id, TENANT);
    if (this.#lane === NO_LANE) this.#loop.at(this.#loop.nowNs + this.#delayNs, this.#kind, id, tenant);
    else this.#loop.arm(this.#lane, id, tenant);
  }
}

export class Timers {
  readonly #loop: EventLoop;
  readonly #tries: Tries;
  readonly #timers: Map<string, Timer> = new Map();

  constructor(loop: EventLoop, tries: Tries) {
    this.#loop = loop;
    this.#tries = tries;
  }

  /** The timer for events of `kind` after a delay that many rows share; null where that never ends, or is not there. */
  of(kind: number, delayNs: Ns | undefined): Timer | null {
    if (delayNs === undefined || delayNs === Infinity) return null;
    const name = `${kind} ${delayNs}`;
    let timer = this.#timers.get(name);
    if (timer === undefined) {
      const lane = this.#timers.size < MOST_LANES ? this.#loop.lane(delayNs, kind) : NO_LANE;
      timer = new Timer(this.#loop, this.#tries, kind, delayNs, lane);
      this.#timers.set(name, timer);
    }
    return timer;
  }

  /** An event of `kind` for the row after a delay of its own. */
  at(kind: number, delayNs: Ns, id: MessageId): void {
    this.#loop.at(this.#loop.nowNs + delayNs, kind, id, this.#tries.get(id, TENANT));
  }
}
