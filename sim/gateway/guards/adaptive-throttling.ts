/**
 * Adaptive throttling (Google SRE book, chapter 21, "Handling overload"): a client that sees its requests refused refuses
 * some itself, with probability max(0, (requests - k * accepts) / (requests + 1)) over the last two minutes. What it refuses
 * itself counts among the requests. Accepted is what was answered well.
 */
import type { Random } from "../../core/random.ts";
import type { Ns } from "../../core/time.ts";
import type { ThrottlingSpec } from "../../scenario.ts";
import { SlidingCounts } from "./sliding-counts.ts";

export class AdaptiveThrottling {
  readonly #k: number;
  readonly #random: Random;
  readonly #counts: SlidingCounts;

  constructor({ k, windowNs }: ThrottlingSpec, random: Random) {
    this.#k = k;
    this.#random = random;
    this.#counts = new SlidingCounts(windowNs);
  }

  /** One more request: whether it is to be refused. No draw is made while none would be. */
  refuses(nowNs: Ns): boolean {
    this.#counts.advance(nowNs);
    const probability = this.probability;
    this.#counts.request(nowNs);
    return probability > 0 && this.#random.unit() < probability;
  }

  accepted(nowNs: Ns): void {
    this.#counts.accept(nowNs);
  }

  /** That the next request is refused. */
  get probability(): number {
    const { requests, accepts } = this.#counts;
    return Math.max(0, (requests - this.#k * accepts) / (requests + 1));
  }
}
