/** A token bucket: `ratePerSecond` tokens come, `burst` of them are kept, a message takes one. It begins full. */
import type { Ns } from "../../core/time.ts";

export class TokenBucket {
  /** What a token is worth: tokens are counted as the time in which they came, which is whole. */
  readonly #tokenNs: Ns;
  readonly #burstNs: Ns;
  #creditNs: Ns;
  #sinceNs: Ns = 0;

  constructor(ratePerSecond: number, burst: number) {
    this.#tokenNs = 1e9 / ratePerSecond;
    this.#burstNs = burst * this.#tokenNs;
    this.#creditNs = this.#burstNs;
  }

  /** Takes a token, where there is a whole one. */
  takes(nowNs: Ns): boolean {
    this.#creditNs = Math.min(this.#burstNs, this.#creditNs + nowNs - this.#sinceNs);
    this.#sinceNs = nowNs;
    if (this.#creditNs < this.#tokenNs) return false;
    this.#creditNs -= this.#tokenNs;
    return true;
  }
}
