/** Netflix's AIMDLimit (concurrency-limits 0.5): one more while the limit is used, a fraction less at every failure. */
import type { TryOutcome } from "../../balancers/contract.ts";
import type { Ns } from "../../core/time.ts";
import type { ConcurrencySpec } from "../../scenario.ts";

type AimdSpec = ConcurrencySpec & { readonly kind: "aimd" };

export class AimdLimit {
  limit: number;
  readonly #spec: AimdSpec;

  constructor(spec: AimdSpec) {
    this.#spec = spec;
    this.limit = spec.initial;
  }

  /** A try has ended that began as the `out`-th of those that were out at once. */
  sample(latencyNs: Ns, out: number, outcome: TryOutcome): void {
    const { decrease, latencyNs: longestNs, maximum, minimum } = this.#spec;
    let next = this.limit;
    if (outcome !== "ok" || latencyNs > longestNs) next = Math.floor(next * decrease);
    else if (2 * out >= next) next++;
    this.limit = Math.min(maximum, Math.max(minimum, next));
  }
}
