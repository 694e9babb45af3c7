/** nginx's clock: health is a matter of whole calendar seconds, response times one of whole milliseconds. */
import type { Ns } from "../../core/time.ts";

const NS_PER_SECOND = 1e9;

export class WholeSecondClock {
  /** Calendar time, in whole seconds. */
  second: number;
  /** Simulated time. */
  nowNs: Ns = 0;
  readonly #startSecond: number;
  readonly #restNs: Ns;

  /** `startEpochMs`: calendar time at simulated time 0. */
  constructor(startEpochMs: number) {
    this.#startSecond = Math.floor(startEpochMs / 1000);
    this.#restNs = (startEpochMs - this.#startSecond * 1000) * 1e6;
    this.second = this.#startSecond;
  }

  /** It is `nowNs`; whether a new calendar second has begun since the last call. */
  advance(nowNs: Ns): boolean {
    this.nowNs = nowNs;
    const second = this.#startSecond + Math.floor((this.#restNs + nowNs) / NS_PER_SECOND);
    if (second === this.second) return false;
    this.second = second;
    return true;
  }

  get millisecond(): number {
    return wholeMilliseconds(this.nowNs);
  }
}

/** A simulated time in whole milliseconds, as nginx reads its clock. */
export function wholeMilliseconds(ns: Ns): number {
  return Math.floor(ns / 1e6);
}
