/**
 * When a message is sent a second time although its first try may yet be answered: hedged requests (Dean & Barroso, "The Tail
 * at Scale", 2013; gRPC's hedgingPolicy, proposal A6).
 */
import type { Ns } from "../../core/time.ts";
import { bucketCount, bucketOf, quantileOf, STANDARD_BITS } from "../../measure/histogram.ts";
import type { HedgingSpec } from "../../scenario.ts";

/** A running quantile is looked up anew after so many latencies. */
const LOOKED_UP_EVERY = 64;

/** One gateway's. */
export class Hedging {
  readonly #spec: HedgingSpec;
  readonly #latencies: RunningQuantile | null;
  #messages = 0;
  #hedges = 0;

  constructor(spec: HedgingSpec) {
    this.#spec = spec;
    this.#latencies =
      spec.after.kind === "quantile" ? new RunningQuantile(spec.after.q, spec.after.minimumSamples) : null;
  }

  /** How long after a try a hedge is due, if the message has had so many; null: it gets no (further) one. */
  delayNs(hedges: number): Ns | null {
    if (hedges >= this.#spec.limit) return null;
    const { after } = this.#spec;
    return after.kind === "delay" ? after.ns : this.#latencies!.value;
  }

  /** A message is sent for the first time. */
  published(): void {
    this.#messages++;
  }

  /** A try has been answered, so long after it was sent. */
  answered(latencyNs: Ns): void {
    this.#latencies?.add(latencyNs);
  }

  /** Whether one more hedge stays within the fraction of the messages that may be hedged; if so it is counted. */
  take(): boolean {
    if (this.#hedges + 1 > this.#spec.maxFraction * this.#messages) return false;
    this.#hedges++;
    return true;
  }
}

/** A quantile of all that was added so far. */
class RunningQuantile {
  /** Null while there are too few. */
  value: Ns | null = null;
  readonly #q: number;
  readonly #minimumSamples: number;
  readonly #counts = new Uint32Array(bucketCount(STANDARD_BITS));
  #samples = 0;

  constructor(q: number, minimumSamples: number) {
    this.#q = q;
    this.#minimumSamples = Math.max(1, minimumSamples);
  }

  add(ns: Ns): void {
    this.#counts[bucketOf(ns, STANDARD_BITS)]!++;
    this.#samples++;
    const isDue = this.value === null ? this.#samples >= this.#minimumSamples : this.#samples % LOOKED_UP_EVERY === 0;
    if (isDue) this.value = Math.round(quantileOf(this.#counts, 0, this.#counts.length, STANDARD_BITS, this.#q));
  }
}
