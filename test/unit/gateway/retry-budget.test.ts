/** Budgets and backoffs by themselves, against what their sources say of them. */
import { describe, expect, it } from "vitest";
import { Stream } from "../../../sim/core/random.ts";
import { backoffOf } from "../../../sim/gateway/exchange/backoff.ts";
import { budgetOf } from "../../../sim/gateway/exchange/retry-budget.ts";
import type { BackoffSpec } from "../../../sim/index.ts";

const MS = 1e6;
const SECOND = 1e9;

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
