/** Whether a message whose tries have failed is sent again, and when. */
import type { Random } from "../../core/random.ts";
import type { Ns } from "../../core/time.ts";
import type { DeliverySpec, FailureKind, GatewaysSpec, RetrySpec } from "../../scenario.ts";
import { backoffOf, type Backoff } from "./backoff.ts";
import { budgetOf, type RetryBudget } from "./retry-budget.ts";

/** After these nobody can have served the message. */
const SAFE: readonly FailureKind[] = ["refused", "rejected"];

/** One gateway's. */
export class RetryPolicy {
  readonly limit: number;
  readonly to: RetrySpec["to"];
  readonly budget: RetryBudget | null;
  readonly #on: ReadonlySet<FailureKind>;
  readonly #backoff: Backoff;

  constructor({ retries, delivery }: Pick<GatewaysSpec, "retries" | "delivery">, stream: () => Random) {
    this.limit = retries?.limit ?? 0;
    this.to = retries?.to ?? "any";
    this.budget = retries?.budget === undefined ? null : budgetOf(retries.budget);
    this.#on = new Set((retries?.on ?? []).filter((kind) => isSafe(kind, delivery)));
    this.#backoff = backoffOf(retries?.backoff ?? { kind: "none" }, stream);
  }

  /** Whether a retry may follow such a failure, if `rounds` came before it; a budget is asked only when it comes to that. */
  covers(kind: FailureKind, rounds: number): boolean {
    return rounds < this.limit && this.#on.has(kind);
  }

  delayNs(retry: number, lastNs: Ns): Ns {
    return this.#backoff.delayNs(retry, lastNs);
  }
}

function isSafe(kind: FailureKind, delivery: DeliverySpec | undefined): boolean {
  return delivery?.kind !== "at-most-once" || SAFE.includes(kind);
}
