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

/** Pieces of a window. */
const SLICES = 10;

/**
 * Finagle's RetryBudget (com.twitter.finagle.service.RetryBudget, "percentCanRetry", "minRetriesPerSec", "ttl"): each message
 * deposits `fraction` of a retry, which expires after the window; a reserve of minimum * window is always there, and what
 * is withdrawn comes back as it expires. The window moves in tenths of its length, as Finagle's does.
 */
class RatioBudget implements RetryBudget {
  readonly #fraction: number;
  readonly #reserve: number;
  readonly #sliceNs: Ns;
  /** Deposits less withdrawals, by slice of the window. */
  readonly #balances = new Float64Array(SLICES);
  #slice = 0;

  constructor({ fraction, minimumPerSecond, windowNs }: Of<"ratio">) {
    this.#fraction = fraction;
    this.#reserve = (minimumPerSecond * windowNs) / 1e9;
    this.#sliceNs = windowNs / SLICES;
  }

  published(nowNs: Ns): void {
    this.#move(nowNs);
    this.#balances[this.#slice % SLICES]! += this.#fraction;
  }

  ended(): void {}

  take(nowNs: Ns): boolean {
    this.#move(nowNs);
    const balance = this.#reserve + this.#balances.reduce((sum, one) => sum + one, 0);
    // Deposits such as 0.2 add up to a hair less than a whole retry.
    if (balance < 1 - 1e-9) return false;
    this.#balances[this.#slice % SLICES]! -= 1;
    return true;
  }

  #move(nowNs: Ns): void {
    const slice = Math.floor(nowNs / this.#sliceNs);
    if (slice - this.#slice >= SLICES) this.#balances.fill(0);
    else for (let at = this.#slice + 1; at <= slice; at++) this.#balances[at % SLICES] = 0;
    this.#slice = slice;
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
