/** Budgets and backoffs by themselves, against what their sources say of them. */
import { describe, expect, it } from "vitest";
import { Stream } from "../../../sim/core/random.ts";
import { backoffOf } from "../../../sim/gateway/exchange/backoff.ts";
import { budgetOf } from "../../../sim/gateway/exchange/retry-budget.ts";
import type { BackoffSpec } from "../../../sim/index.ts";

const MS = 1e6;
const SECOND = 1e9;

/** Finagle's budget by its source: whole tokens, and a sum over a writer and nine slices behind it, each as old as it was when it was looked at. */
class TokenRetryBudget {
  readonly #deposit: number;
  readonly #withdrawal: number;
  readonly #reserve: number;
  readonly #slice: number;
  #written = 0;
  readonly #behind: number[] = Array.from({ length: 9 }, () => 0);
  #next = 0;
  #old = 0;

  constructor(ttlSeconds: number, minRetriesPerSecond: number, percentCanRetry: number) {
    this.#deposit = percentCanRetry === 0 ? 0 : 1000;
    this.#withdrawal = percentCanRetry === 0 ? 1 : Math.trunc(1000 / percentCanRetry);
    this.#reserve = minRetriesPerSecond * ttlSeconds * this.#withdrawal;
    this.#slice = Math.trunc((ttlSeconds * 1000) / 10);
  }

  deposit(nowMs: number): void {
    this.#expire(nowMs);
    this.#written += this.#deposit;
  }

  tryWithdraw(nowMs: number): boolean {
    this.#expire(nowMs);
    const sum = this.#behind.reduce((total, one) => total + one, this.#written);
    if (sum + this.#reserve < this.#withdrawal) return false;
    this.#written -= this.#withdrawal;
    return true;
  }

  #expire(nowMs: number): void {
    if (nowMs - this.#old < this.#slice) return;
    this.#push(this.#written);
    this.#written = 0;
    const skipped = Math.min(Math.trunc((nowMs - this.#old) / this.#slice) - 1, 9);
    for (let i = 0; i < skipped; i++) this.#push(0);
    this.#old = nowMs;
  }

  #push(sum: number): void {
    this.#behind[this.#next] = sum;
    this.#next = (this.#next + 1) % 9;
  }
}

describe("retry budgets", () => {
  it("gRPC: after five failures of ten tokens there are no more retries, until successes have paid for one", () => {
    const budget = budgetOf({ kind: "tokens", maxTokens: 10, tokenRatio: 0.1 });
    const allowed = Array.from({ length: 6 }, () => {
      budget.ended(false);
      return budget.take(0, 0, 0);
    });
    expect(allowed).toEqual([true, true, true, true, false, false]);
    for (let i = 0; i < 11; i++) budget.ended(true);
    expect(budget.take(0, 0, 0)).toBe(true);
  });

  it("Finagle: a fifth of 1000/s and ten more each second", () => {
    const budget = budgetOf({ kind: "ratio", fraction: 0.2, minimumPerSecond: 10, windowNs: 10 * SECOND });
    let retries = 0;
    for (let i = 0; i < 100_000; i++) {
      budget.published(i * MS);
      if (budget.take(i * MS, 0, 0) && i >= 50_000) retries++;
    }
    expect(Math.abs(retries / 50 - 210)).toBeLessThanOrEqual(1);
  });

  it("Finagle: with a fraction alone every fifth message pays for a retry, whatever order they come in", () => {
    const budget = budgetOf({ kind: "ratio", fraction: 0.2, minimumPerSecond: 0, windowNs: 10 * SECOND });
    const allowed: number[] = [];
    for (let message = 1; message <= 20; message++) {
      budget.published(message);
      if (budget.take(message, 0, 0)) allowed.push(message);
    }
    expect(allowed).toEqual([5, 10, 15, 20]);
  });

  it("Finagle: a reserve alone is minRetriesPerSec * ttl, and is back when the withdrawals have expired", () => {
    const budget = budgetOf({ kind: "ratio", fraction: 0, minimumPerSecond: 2, windowNs: 5 * SECOND });
    const taken = (at: number): number =>
      Array.from({ length: 20 }, () => budget.take(at, 0, 0)).filter(Boolean).length;
    // Of ten slices of half a second the last one begins as somebody looks, at 4.99 s: until it ends all ten are there.
    expect([0, 4.99, 5.48, 5.49].map((seconds) => taken(seconds * SECOND))).toEqual([10, 0, 0, 10]);
    budget.published(5.49 * SECOND);
    expect(taken(5.49 * SECOND)).toBe(0);
  });

  it("Finagle: balances as com.twitter.util's TokenBucket over its WindowedAdder does, at any times", () => {
    for (const [fraction, minimumPerSecond, ttlSeconds] of [
      [0.2, 10, 10],
      [0.3, 0, 1],
      [2, 1, 60],
      [0, 3, 2],
    ] as const) {
      const windowNs = ttlSeconds * SECOND;
      const ours = budgetOf({ kind: "ratio", fraction, minimumPerSecond, windowNs });
      const theirs = new TokenRetryBudget(ttlSeconds, minimumPerSecond, fraction);
      const chance = new Stream(11, "budget");
      let [nowMs, allowed] = [0, 0];
      for (let i = 0; i < 20_000; i++) {
        nowMs += chance.below(500) === 0 ? chance.below(2000 * ttlSeconds) : chance.below(8);
        if (chance.below(2) === 0) {
          ours.published(nowMs * MS);
          theirs.deposit(nowMs);
        } else {
          const isAllowed = theirs.tryWithdraw(nowMs);
          expect(ours.take(nowMs * MS, 0, 0), `${i} at ${nowMs} ms`).toBe(isAllowed);
          allowed += isAllowed ? 1 : 0;
        }
      }
      expect(allowed).toBeGreaterThan(100);
      expect(allowed).toBeLessThan(10_100);
    }
  });

  it("a bucket: each first try adds a part, a retry takes one and needs more than one", () => {
    const budget = budgetOf({ kind: "bucket", perMessage: 0.5, capacity: 3 });
    expect([1, 2, 3].map(() => budget.take(0, 0, 0))).toEqual([true, true, false]);
    budget.published(0);
    expect([1, 2].map(() => budget.take(0, 0, 0))).toEqual([true, false]);
  });

  it("Envoy: a fraction of the tries in flight, and always a few", () => {
    const budget = budgetOf({ kind: "concurrency", fraction: 0.2, minimum: 3 });
    expect(budget.take(0, 5, 2)).toBe(true);
    expect(budget.take(0, 5, 3)).toBe(false);
    expect(budget.take(0, 100, 19)).toBe(true);
    expect(budget.take(0, 100, 20)).toBe(false);
  });
});

describe("backoffs", () => {
  const exponential = { kind: "exponential" as const, baseNs: 100 * MS, factor: 2, capNs: SECOND };
  const delays = (spec: BackoffSpec, retry: number): number[] => {
    const backoff = backoffOf(spec, () => new Stream(7, "backoff"));
    return Array.from({ length: 2000 }, () => backoff.delayNs(retry, 300 * MS) / MS);
  };
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

  it("double up to their cap", () => {
    const backoff = backoffOf({ ...exponential, jitter: "none" }, () => new Stream(1, "unused"));
    expect([0, 1, 2, 3, 4, 5].map((n) => backoff.delayNs(n, 0) / MS)).toEqual([100, 200, 400, 800, 1000, 1000]);
  });

  it.each([
    ["full", 2, 0, 400, 200],
    ["equal", 2, 200, 400, 300],
    ["decorrelated", 2, 100, 900, 500],
    [0.2, 2, 320, 480, 400],
  ] as const)("with %s jitter lie within their bounds", (jitter, retry, least, most, middle) => {
    const drawn = delays({ ...exponential, jitter }, retry);
    expect(Math.min(...drawn)).toBeGreaterThanOrEqual(least);
    expect(Math.max(...drawn)).toBeLessThanOrEqual(most);
    expect(Math.abs(mean(drawn) / middle - 1)).toBeLessThan(0.05);
  });
});
