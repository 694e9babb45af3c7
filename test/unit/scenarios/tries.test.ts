/** Timeouts, retries, hedges and delivery in the language: defaults, what survives being printed, and what is refused. */
import { describe, expect, it } from "vitest";
import { FAILURE_KINDS, immediateRetries } from "../../../sim/index.ts";
import { parsed, problemsOf, readGateways, withGateways } from "./support.ts";

const SECOND = 1e9;
const MS = 1e6;

describe("what is written reads as the simulator's specs, and back", () => {
  it("timeouts", () => {
    const timeouts = { perTryNs: SECOND, totalNs: Infinity, cancel: "abandon" };
    expect(readGateways("{timeouts: {perTry: 1s}}").timeouts).toEqual(timeouts);
    const both = { perTryNs: SECOND, totalNs: 3 * SECOND, cancel: "propagate" };
    expect(readGateways("{timeouts: {perTry: 1s, total: 3s, cancel: propagate}}").timeouts).toEqual(both);
  });

  it("retries, as a number and as a map", () => {
    expect(readGateways("{retries: 3}").retries).toEqual(immediateRetries(3));
    expect(readGateways("{retries: {limit: 3}}").retries).toEqual(immediateRetries(3));
    expect(readGateways("{retries: {limit: 0}}").retries).toBeUndefined();
    const some = readGateways(
      "{timeouts: {perTry: 1s}, retries: {limit: 2, on: [timeout, refused], to: other}}",
    ).retries;
    expect(some).toEqual({ limit: 2, on: ["refused", "timeout"], backoff: { kind: "none" }, to: "other" });
    const safe = readGateways("{retries: 2, delivery: at-most-once}");
    expect(safe.retries!.on).toEqual(["refused", "rejected"]);
    expect(readGateways("{retries: {limit: 1000, on: all}}").retries).toEqual(immediateRetries(1000));
  });

  it.each([
    ["none", { kind: "none" }],
    ["{fixed: 100ms}", { kind: "fixed", delayNs: 100 * MS }],
    ["{drawn: {exponential: 50ms}}", { kind: "drawn", delay: { kind: "exponential", mean: 50 * MS } }],
    [
      "{exponential: {base: 25ms}}",
      { kind: "exponential", baseNs: 25 * MS, factor: 2, capNs: 250 * MS, jitter: "full" },
    ],
    [
      "{exponential: {base: 1s, factor: 1.6, cap: 120s, jitter: 20%}}",
      { kind: "exponential", baseNs: SECOND, factor: 1.6, capNs: 120 * SECOND, jitter: 0.2 },
    ],
    [
      "{exponential: {base: 1s, jitter: decorrelated}}",
      { kind: "exponential", baseNs: SECOND, factor: 2, capNs: 10 * SECOND, jitter: "decorrelated" },
    ],
  ])("backoff %s", (written, backoff) => {
    expect(readGateways(`{retries: {limit: unlimited, budget: {tokens: {}}, backoff: ${written}}}`).retries).toEqual({
      limit: Infinity,
      on: FAILURE_KINDS,
      to: "any",
      backoff,
      budget: { kind: "tokens", maxTokens: 10, tokenRatio: 0.1 },
    });
  });

  it.each([
    ["{ratio: {}}", { kind: "ratio", fraction: 0.2, minimumPerSecond: 10, windowNs: 10 * SECOND }],
    ["{tokens: {maxTokens: 100}}", { kind: "tokens", maxTokens: 100, tokenRatio: 0.1 }],
    ["{bucket: {perMessage: 0.05}}", { kind: "bucket", perMessage: 0.05, capacity: 10 }],
    ["{concurrency: {}}", { kind: "concurrency", fraction: 0.2, minimum: 3 }],
  ])("budget %s", (written, budget) => {
    expect(readGateways(`{retries: {limit: 3, budget: ${written}}}`).retries!.budget).toEqual(budget);
  });

  it("hedging", () => {
    const rest = { limit: 1, maxFraction: 1, cancel: true, work: "identical" };
    expect(readGateways("{hedging: {after: 10ms}}").hedging).toEqual({
      after: { kind: "delay", ns: 10 * MS },
      ...rest,
    });
    const after = { kind: "quantile", q: 0.999, minimumSamples: 50 };
    const own = { limit: 2, maxFraction: 0.05, cancel: false, work: "independent" };
    expect(
      readGateways(
        "{hedging: {after: p99.9, minimumSamples: 50, limit: 2, maxFraction: 5%, cancel: false, work: independent}}",
      ).hedging,
    ).toEqual({ after, ...own });
    expect(readGateways("{hedging: {after: p95}}").hedging!.after).toEqual({
      kind: "quantile",
      q: 0.95,
      minimumSamples: 100,
    });
    const withCopies = readGateways("{hedging: {after: 10ms}, redundancy: {copies: 2, work: independent}}");
    expect(withCopies.hedging).toEqual({ after: { kind: "delay", ns: 10 * MS }, ...rest });
  });

  it("delivery and quorums", () => {
    expect(readGateways("{delivery: at-least-once}").delivery).toEqual({ kind: "at-least-once" });
    expect(readGateways("{delivery: {effectively-once: {}}}").delivery).toEqual({
      kind: "effectively-once",
      windowNs: 120 * SECOND,
      scope: "cluster",
      lookupNs: 0,
    });
    const redundancy = { copies: 3, needed: 2, cancel: "on-completion", work: "independent" };
    expect(readGateways("{redundancy: {copies: 3, needed: 2}}").redundancy).toEqual(redundancy);
  });

  it("a producer's timeout", () => {
    const { scenario, document } = parsed(withGateways("{}", ", timeout: 5s"));
    expect(scenario.traffic[0]!.timeoutNs).toBe(5 * SECOND);
    expect(document.traffic).toMatchObject([{ timeout: "5s" }]);
  });
});

describe("what cannot be is refused at its place", () => {
  it.each([
    ["{timeouts: {}}", "timeouts: expected a time beside it: perTry, total or both, got none"],
    ["{timeouts: {cancel: propagate}}", "timeouts: expected a time beside it"],
    ["{timeouts: {perTry: 3s, total: 2s}}", 'timeouts.perTry: expected at most the total of 2s, got "3s"'],
    ["{retries: {budget: {ratio: {}}}}", "retries.limit: expected a whole number of retries such as 3, or unlimited"],
    ["{retries: {limit: 0, budget: {ratio: {}}}}", "retries.budget: expected retries to spend it on"],
    [
      "{retries: {limit: 3, budget: {ratio: {fraction: 0%, minimum: 0/s}}}}",
      "fraction: expected room for at least one",
    ],
    ["{retries: {limit: 1, on: [timeout]}}", "retries.on: expected timeouts.perTry beside timeout"],
    [
      "{timeouts: {total: 1s}, retries: {limit: 1, on: [timeout]}}",
      "retries.on: expected timeouts.perTry beside timeout",
    ],
    ["{retries: {limit: 1, on: [timeouts]}}", 'did you mean "timeout"?'],
    ["{retries: {limit: unlimited}}", "retries.limit: expected a number, a backoff, or a budget"],
    ["{retries: {limit: unlimited, backoff: {drawn: 0s}}}", "retries.limit: expected a number, a backoff, or a budget"],
    [
      "{retries: {limit: 1, backoff: {exponential: {base: 1s, cap: 500ms}}}}",
      "cap: expected at least the base of 1s, got 500ms",
    ],
    [
      "{retries: {limit: 1, backoff: {exponential: {base: 1s, factor: 3, jitter: decorrelated}}}}",
      "factor: expected no factor beside decorrelated jitter",
    ],
    [
      "{timeouts: {perTry: 1s}, hedging: {after: 2s}}",
      "hedging.after: expected less than timeouts.perTry of 1s, got 2s",
    ],
    ["{timeouts: {total: 1s}, hedging: {after: 1s}}", "hedging.after: expected less than timeouts.total of 1s, got 1s"],
    ["{hedging: {after: 0s}}", "hedging.after: expected more than 0s"],
    ["{hedging: {after: p0}}", "hedging.after: expected a quantile above p0"],
    ["{hedging: {after: 10ms, minimumSamples: 9}}", "hedging.minimumSamples: expected a quantile such as p95"],
    ["{hedging: {after: p95, cancel: true}, redundancy: {copies: 2}}", "hedging.cancel: expected no cancel here"],
    ["{delivery: at-most-once, hedging: {after: 10ms}}", "hedging: expected no hedging beside at-most-once"],
    ["{delivery: at-most-once, redundancy: {copies: 2}}", "redundancy: expected no copies beside at-most-once"],
    [
      "{delivery: at-most-once, retries: {limit: 1, on: [refused, broken, error]}}",
      "retries.on: expected only refused and rejected beside at-most-once, as the message may have been served, got broken and error",
    ],
    ["{redundancy: {copies: 2, needed: 3}}", "redundancy.needed: expected at most the 2 copies, got 3"],
    [
      "{redundancy: {copies: 3, needed: 2}, delivery: {effectively-once: {}}}",
      "delivery: expected no effectively-once beside redundancy.needed",
    ],
  ])("%s", (gateways, message) => {
    const found = problemsOf(withGateways(gateways));
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/^test\.yaml:3:\d+: gateways\./);
    expect(found[0]).toContain(message);
  });
});
