/** Order on a connection, as over TCP: what arrives would not overtake what was sent before it, and waits for it. */
import type { Ns } from "../core/time.ts";
import type { Delay } from "./latency.ts";

export class Order implements Delay {
  #lastArrivalNs: Ns = 0;

  /** Simultaneous arrivals happen in the order in which they are scheduled: the order of sending. */
  after(atNs: Ns): Ns {
    return (this.#lastArrivalNs = Math.max(this.#lastArrivalNs, atNs));
  }
}
