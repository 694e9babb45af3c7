/** How often two things have happened within a window of time that slides on: counted by steps of a sixtieth of it. */
import type { Ns } from "../../core/time.ts";

const STEPS = 60;

export class SlidingCounts {
  readonly #stepNs: Ns;
  readonly #requests: Float64Array = new Float64Array(STEPS);
  readonly #accepts: Float64Array = new Float64Array(STEPS);
  /** The step that is being counted, from time 0. */
  #step = 0;
  requests = 0;
  accepts = 0;

  constructor(windowNs: Ns) {
    this.#stepNs = windowNs / STEPS;
  }

  request(nowNs: Ns): void {
    this.advance(nowNs);
    this.#requests[this.#step % STEPS]!++;
    this.requests++;
  }

  accept(nowNs: Ns): void {
    this.advance(nowNs);
    this.#accepts[this.#step % STEPS]!++;
    this.accepts++;
  }

  /** Forgets what has left the window. */
  advance(nowNs: Ns): void {
    const step = Math.floor(nowNs / this.#stepNs);
    const past = Math.min(step - this.#step, STEPS);
    for (let i = 1; i <= past; i++) this.#forget((this.#step + i) % STEPS);
    this.#step = step;
  }

  #forget(place: number): void {
    this.requests -= this.#requests[place]!;
    this.accepts -= this.#accepts[place]!;
    this.#requests[place] = 0;
    this.#accepts[place] = 0;
  }
}
