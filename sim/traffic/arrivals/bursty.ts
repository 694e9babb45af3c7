/**
 * Markov-modulated Poisson arrivals: the rate is that of the present state; the states follow each other in a circle, each
 * for an exponential time. Starts in equilibrium. Model: Fischer & Meier-Hellstern, The MMPP Cookbook, 1993.
 */
import { roundHalfUp } from "../../core/math.ts";
import type { Random } from "../../core/random.ts";
import { NS_PER_SECOND, type Ns } from "../../core/time.ts";
import type { BurstState } from "../../scenario.ts";
import type { ArrivalProcess } from "./arrival-process.ts";

export class BurstyArrivals implements ArrivalProcess {
  readonly batch = 1;
  readonly #ratePerNs: Float64Array;
  readonly #meanNs: Float64Array;
  readonly #random: Random;
  #state: number;
  /** Not rounded; how far arrivals have been drawn, within the present state. */
  #timeNs = 0;
  #stateEndsNs: number;

  /** At least one state with a rate above 0; all mean times above 0. */
  constructor(states: readonly BurstState[], random: Random) {
    this.#ratePerNs = Float64Array.from(states, (state) => state.ratePerSecond / NS_PER_SECOND);
    this.#meanNs = Float64Array.from(states, (state) => state.meanNs);
    this.#random = random;
    this.#state = this.#equilibriumState();
    // Exponential times have no memory: what is left of the first state is as long as a whole one.
    this.#stateEndsNs = random.exponential(this.#meanNs[this.#state]!);
  }

  nextNs(): Ns {
    // Expected arrivals until the next one; used up at the rate of each state on the way.
    let hazard = this.#random.exponential(1);
    for (;;) {
      const rate = this.#ratePerNs[this.#state]!;
      const inState = rate * (this.#stateEndsNs - this.#timeNs);
      if (hazard < inState) break;
      hazard -= inState;
      this.#enterNextState();
    }
    this.#timeNs += hazard / this.#ratePerNs[this.#state]!;
    return roundHalfUp(this.#timeNs);
  }

  #enterNextState(): void {
    this.#state = this.#state + 1 === this.#meanNs.length ? 0 : this.#state + 1;
    this.#timeNs = this.#stateEndsNs;
    this.#stateEndsNs += this.#random.exponential(this.#meanNs[this.#state]!);
  }

  /** Drawn by the share of time that each state has in the long run. */
  #equilibriumState(): number {
    let left = this.#random.unit() * this.#meanNs.reduce((sum, mean) => sum + mean, 0);
    const last = this.#meanNs.length - 1;
    for (let state = 0; state < last; state++) {
      left -= this.#meanNs[state]!;
      if (left < 0) return state;
    }
    return last;
  }
}
