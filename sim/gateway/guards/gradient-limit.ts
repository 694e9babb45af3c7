/**
 * Netflix's Gradient2Limit (concurrency-limits 0.5): the limit shrinks as latency rises above its own long-term average, and
 * grows by some room for bursts while it does not.
 */
import type { TryOutcome } from "../../balancers/contract.ts";
import type { Ns } from "../../core/time.ts";
import type { ConcurrencySpec } from "../../scenario.ts";

/** The long-term average is a plain mean of so many first samples. */
const WARMUP_SAMPLES = 10;
/** Latency has come back to normal when the average is above so many times the sample: the average then shrinks faster. */
const LONG_OVER_SHORT = 2;
const SHRINK = 0.95;
/** One sample never takes more than half of the limit. */
const LEAST_GRADIENT = 0.5;

type GradientSpec = ConcurrencySpec & { readonly kind: "gradient" };

export class GradientLimit {
  readonly #spec: GradientSpec;
  /** Not rounded. */
  #estimate: number;
  #longNs = 0;
  #samples = 0;

  constructor(spec: GradientSpec) {
    this.#spec = spec;
    this.#estimate = spec.initial;
  }

  get limit(): number {
    return Math.floor(this.#estimate);
  }

  /** A try has ended that began as the `out`-th of those that were out at once. */
  sample(latencyNs: Ns, out: number, outcome: TryOutcome): void {
    // How fast a node refuses or fails says nothing of how long it takes to serve.
    if (outcome !== "ok" && outcome !== "timeout") return;
    const longNs = this.#average(latencyNs);
    if (longNs > LONG_OVER_SHORT * latencyNs) this.#longNs = longNs * SHRINK;
    // What is not used says nothing about whether more would be too much.
    if (out < this.#estimate / 2) return;
    const { maximum, minimum, queue, smoothing, tolerance } = this.#spec;
    const gradient = latencyNs === 0 ? 1 : Math.max(LEAST_GRADIENT, Math.min(1, (tolerance * longNs) / latencyNs));
    const next = this.#estimate * gradient + queue;
    const smoothed = this.#estimate * (1 - smoothing) + next * smoothing;
    this.#estimate = Math.max(minimum, Math.min(maximum, smoothed));
  }

  /** Takes the sample into the long-term average and returns it: a mean at first, then exponentially weighted. */
  #average(latencyNs: Ns): number {
    if (this.#samples < WARMUP_SAMPLES) this.#longNs += (latencyNs - this.#longNs) / ++this.#samples;
    else {
      const factor = 2 / (this.#spec.window + 1);
      this.#longNs = this.#longNs * (1 - factor) + latencyNs * factor;
    }
    return this.#longNs;
  }
}
