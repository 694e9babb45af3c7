/** How much work nodes still have before them. Only balancers that use global truth ask, so that only their runs keep it. */
import type { Ns } from "../core/time.ts";

export class WorkLeft {
  /** By node: work of the messages that wait. */
  readonly #waitingNs: Float64Array;
  /** By node: the sum of the departure times of those in service. */
  readonly #departureSumNs: Float64Array;

  constructor(nodes: number) {
    this.#waitingNs = new Float64Array(nodes);
    this.#departureSumNs = new Float64Array(nodes);
  }

  /** A message of so much work waits from now on; negative: no longer. */
  waits(node: number, workNs: Ns): void {
    this.#waitingNs[node]! += workNs;
  }

  /** A service that ends then has begun. */
  starts(node: number, departureNs: Ns): void {
    this.#departureSumNs[node]! += departureNs;
  }

  /** A service that was to end then is over, or broken off. */
  ends(node: number, departureNs: Ns): void {
    this.#departureSumNs[node]! -= departureNs;
  }

  /** Nothing waits any more. */
  emptied(node: number): void {
    this.#waitingNs[node] = 0;
  }

  /** No worker serves any more. */
  stopped(node: number): void {
    this.#departureSumNs[node] = 0;
  }

  /** Seconds of work per worker, at a speed, while `busy` workers serve. */
  seconds(node: number, busy: number, workers: number, speed: number, nowNs: Ns): number {
    const servingNs = busy === 0 ? 0 : this.#departureSumNs[node]! - busy * nowNs;
    return (servingNs + this.#waitingNs[node]! / speed) / workers / 1e9;
  }
}
