/** What a gateway may spend on retries, so that they cannot add to an overload what it takes to keep it going. */
import type { Ns } from "../../core/time.ts";
import type { RetryBudgetSpec } from "../../scenario.ts";

type Of<K extends RetryBudgetSpec["kind"]> = Extract<RetryBudgetSpec, { readonly kind: K }>;

/** One gateway's. */
export interface RetryBudget {
  /** The first try of a message is sent. */
  published(nowNs: Ns): void;
  /** A try has ended. */
  ended(ok: boolean): void;
  /** Whether a retry may be sent now; if so, it is paid for. `inFlight`: tries out, `retriesInFlight`: retries out or due. */
  take(nowNs: Ns, inFlight: number, retriesInFlight: number): boolean;
}

export function budgetOf(spec: RetryBudgetSpec): RetryBudget {
  switch (spec.kind) {
    case "ratio":
      return new RatioBudget(spec);
    case "tokens":
      return new TokenBudget(spec);
    case "bucket":
      return new BucketBudget(spec);
    case "concurrency":
      return new ConcurrencyBudget(spec);
  }
}

/** What a first try deposits; whole numbers, as in Finagle, so that a fraction such as 0.2 adds up to whole retries. */
const DEPOSIT = 1000;

/**
 * Finagle's RetryBudget (com.twitter.finagle.service.RetryBudget: `percentCanRetry`, `minRetriesPerSec`, `ttl`): each message
 * deposits `fraction` of a retry, which expires after the window; a reserve of minimum * window is always there, and what
 * is withdrawn comes back as it expires. A retry costs a whole number of tokens: with a fraction of 0.3 it is 3333 for deposits
 * of 1000.
 */
class RatioBudget implements RetryBudget {
  readonly #deposit: number;
  readonly #withdrawal: number;
  readonly #reserve: number;
  readonly #balance: WindowedSum;

  constructor({ fraction, minimumPerSecond, windowNs }: Of<"ratio">) {
    this.#deposit = fraction === 0 ? 0 : DEPOSIT;
    this.#withdrawal = fraction === 0 ? 1 : Math.floor(DEPOSIT / fraction);
    this.#reserve = ((minimumPerSecond * windowNs) / 1e9) * this.#withdrawal;
    this.#balance = new WindowedSum(windowNs);
  }

  published(nowNs: Ns): void {
    this.#balance.add(nowNs, this.#deposit);
  }

  ended(): void {}

  take(nowNs: Ns): boolean {
    if (this.#balance.at(nowNs) + this.#reserve < this.#withdrawal) return false;
    this.#balance.add(nowNs, -this.#withdrawal);
    return true;
  }
}

/** Pieces of a window. */
const SLICES = 10;

/**
 * What was added within the window (com.twitter.util.WindowedAdder): the present slice and the nine before it. A slice that has
 * had its time ends when somebody looks, and the next one begins then.
 */
class WindowedSum {
  readonly #sliceNs: Ns;
  /** The present slice's, at `#at`, among the others'. */
  readonly #slices = new Float64Array(SLICES);
  #at = 0;
  #sinceNs: Ns = 0;

  constructor(windowNs: Ns) {
    this.#sliceNs = windowNs / SLICES;
  }

  add(nowNs: Ns, amount: number): void {
    this.#move(nowNs);
    this.#slices[this.#at]! += amount;
  }

  at(nowNs: Ns): number {
    this.#move(nowNs);
    return this.#slices.reduce((sum, one) => sum + one, 0);
  }

  #move(nowNs: Ns): void {
    const passed = Math.floor((nowNs - this.#sinceNs) / this.#sliceNs);
    for (let slice = 0; slice < Math.min(passed, SLICES); slice++) {
      this.#at = (this.#at + 1) % SLICES;
      this.#slices[this.#at] = 0;
    }
    if (passed > 0) this.#sinceNs = nowNs;
  }
}

/**
 * gRPC's retry throttling (proposal A6): token_count starts at maxTokens; a failed try takes 1, a successful one gives
 * tokenRatio, within [0, maxTokens]; no retries while token_count <= maxTokens / 2. Counted in thousandths, as gRPC does.
 */
class TokenBudget implements RetryBudget {
  readonly #most: number;
  readonly #ratio: number;
  #milliTokens: number;

  constructor({ maxTokens, tokenRatio }: Of<"tokens">) {
    this.#most = Math.round(1000 * maxTokens);
    this.#ratio = Math.round(1000 * tokenRatio);
    this.#milliTokens = this.#most;
  }

  published(): void {}

  ended(ok: boolean): void {
    this.#milliTokens = ok
      ? Math.min(this.#most, this.#milliTokens + this.#ratio)
      : Math.max(0, this.#milliTokens - 1000);
  }

  take(): boolean {
    return this.#milliTokens > this.#most / 2;
  }
}

/** A bucket per client (M. Brooker, "Fixing retries with token buckets and circuit breakers", 2022); it starts full. */
class BucketBudget implements RetryBudget {
  readonly #perMessage: number;
  readonly #capacity: number;
  #tokens: number;

  constructor({ perMessage, capacity }: Of<"bucket">) {
    this.#perMessage = perMessage;
    this.#capacity = capacity;
    this.#tokens = capacity;
  }

  published(): void {
    this.#tokens = Math.min(this.#capacity, this.#tokens + this.#perMessage);
  }

  ended(): void {}

  take(): boolean {
    if (this.#tokens <= 1) return false;
    this.#tokens--;
    return true;
  }
}

/** Envoy's retry_budget (budget_percent of active and pending requests, min_retry_concurrency). */
class ConcurrencyBudget implements RetryBudget {
  readonly #fraction: number;
  readonly #minimum: number;

  constructor({ fraction, minimum }: Of<"concurrency">) {
    this.#fraction = fraction;
    this.#minimum = minimum;
  }

  published(): void {}

  ended(): void {}

  take(_nowNs: Ns, inFlight: number, retriesInFlight: number): boolean {
    return retriesInFlight < Math.max(this.#minimum, this.#fraction * inFlight);
  }
}
