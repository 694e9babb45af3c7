/**
 * A moving average over time of something observed now and then (Finagle's util.Ema): the past counts exp(-elapsed / window),
 * so that observations at the same moment count nothing and one after a long silence counts all.
 */
import { exp } from "../../core/math.ts";
import type { Ns } from "../../core/time.ts";

export class DecayingEwma {
  readonly #windowNs: Ns;
  #average = NaN;
  #stampNs: Ns = 0;

  constructor(windowNs: Ns) {
    this.#windowNs = windowNs;
  }

  /** Takes in a value; returns the average then. The first value is the average itself. */
  observe(value: number, nowNs: Ns): number {
    if (Number.isNaN(this.#average)) this.#average = value;
    else if (nowNs > this.#stampNs) {
      const kept = exp((this.#stampNs - nowNs) / this.#windowNs);
      this.#average = value * (1 - kept) + this.#average * kept;
    }
    this.#stampNs = nowNs;
    return this.#average;
  }
}
