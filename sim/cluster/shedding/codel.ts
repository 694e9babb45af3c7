/**
 * Controlled delay (K. Nichols & V. Jacobson, "Controlling Queue Delay", ACM Queue 10(5), 2012), as its authors later
 * standardised it (RFC 8289, 2018, section 5): when every message has waited longer than `target` for a whole `interval`, one is
 * dropped as it is taken, and then more, interval / sqrt(count) apart, until one has waited less. A dropping state that
 * follows the last one soon goes on with its rate, where the article nearly always began anew. The last message
 * that waits is never dropped, as there the last packet is not.
 */
import { roundHalfUp } from "../../core/math.ts";
import type { Ns } from "../../core/time.ts";

/** A dropping state that begins within so many intervals of the last one's end goes on with its rate. */
const SOON = 16;

/** What came before, while one worker looks for a message to serve. */
const NOTHING = 0;
/** A message was dropped that began a dropping state: the next one goes through. */
const BEGUN = 1;
/** A message was dropped within a dropping state. */
const DROPPED = 2;

export class CoDel {
  readonly #targetNs: Ns;
  readonly #intervalNs: Ns;
  /** When the wait will have been above target for an interval; 0: it is not above. */
  #firstAboveNs: Ns = 0;
  #dropNextNs: Ns = 0;
  #dropping = false;
  /** The rate of drops: so many would have come in the dropping state. */
  #count = 0;
  /** With what the dropping state began. */
  #firstCount = 0;
  #last: typeof NOTHING | typeof BEGUN | typeof DROPPED = NOTHING;

  constructor(targetNs: Ns, intervalNs: Ns) {
    this.#targetNs = targetNs;
    this.#intervalNs = intervalNs;
  }

  /** A worker takes a message that has waited so long; `others`: more wait behind it. Whether it is to be dropped. */
  drops(nowNs: Ns, waitedNs: Ns, others: boolean): boolean {
    const mayDrop = this.#mayDrop(nowNs, waitedNs, others);
    const last = this.#last;
    this.#last = NOTHING;
    if (last === BEGUN) return false;
    if (!this.#dropping) return mayDrop && this.#begins(nowNs);
    if (!mayDrop) {
      this.#dropping = false;
      return false;
    }
    if (last === DROPPED) this.#dropNextNs = this.#nextAfter(this.#dropNextNs);
    if (nowNs < this.#dropNextNs) return false;
    this.#count++;
    this.#last = DROPPED;
    return true;
  }

  /** Nothing is left to take. */
  emptied(): void {
    this.#firstAboveNs = 0;
    this.#dropping = false;
    this.#last = NOTHING;
  }

  #mayDrop(nowNs: Ns, waitedNs: Ns, others: boolean): boolean {
    if (waitedNs < this.#targetNs || !others) this.#firstAboveNs = 0;
    else if (this.#firstAboveNs === 0) this.#firstAboveNs = nowNs + this.#intervalNs;
    else return nowNs >= this.#firstAboveNs;
    return false;
  }

  #begins(nowNs: Ns): true {
    const gained = this.#count - this.#firstCount;
    this.#dropping = true;
    this.#count = gained > 1 && nowNs - this.#dropNextNs < SOON * this.#intervalNs ? gained : 1;
    this.#firstCount = this.#count;
    this.#dropNextNs = this.#nextAfter(nowNs);
    this.#last = BEGUN;
    return true;
  }

  #nextAfter(timeNs: Ns): Ns {
    return timeNs + roundHalfUp(this.#intervalNs / Math.sqrt(this.#count));
  }
}
