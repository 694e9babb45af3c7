/** What a scenario says of health, breakers and limits: defaults, what survives being printed, and what is refused. */
import { describe, expect, it } from "vitest";
import { problemsOf, readGateways, withGateways } from "./support.ts";

const SECOND = 1e9;

describe("defaults are those of the real counterparts", () => {
  it("HAProxy's checks", () => {
    const active = { intervalNs: 2 * SECOND, timeoutNs: SECOND, fall: 3, rise: 2 };
    expect(readGateways("{health: {active: {}}}").health).toEqual({ active, panicThreshold: 0 });
    expect(readGateways("{health: {active: {interval: 100ms}}}").health!.active!.timeoutNs).toBe(0.1 * SECOND);
  });

  it("Envoy's outlier detection and slow start", () => {
    expect(readGateways("{health: {outliers: {}, panicThreshold: 50%}}").health).toEqual({
      outliers: {
        consecutiveFailures: 5,
        intervalNs: 10 * SECOND,
        baseEjectionNs: 30 * SECOND,
        maxEjectionNs: 300 * SECOND,
        maxEjectedFraction: 0.1,
        successRate: { minimumHosts: 5, requestVolume: 100, stdevFactor: 1.9 },
      },
      panicThreshold: 0.5,
    });
    const only = readGateways(
      "{health: {outliers: {successRate: never, failureFraction: {}}, slowStart: 30s}}",
    ).health!;
    expect(only.outliers!.successRate).toBeUndefined();
    expect(only.outliers!.failureFraction).toEqual({ minimumHosts: 5, requestVolume: 50, threshold: 0.85 });
    expect(only.slowStart).toEqual({ windowNs: 30 * SECOND, aggression: 1, minimum: 0.1 });
  });

  it("resilience4j's breaker", () => {
    const defaults = { failureFraction: 0.5, window: 100, minimumCalls: 100, openNs: 60 * SECOND, halfOpenCalls: 10 };
    expect(readGateways("{breaker: {}}").breaker).toEqual(defaults);
    expect(readGateways("{breaker: {window: 20}}").breaker!.minimumCalls).toBe(20);
  });

  it("Netflix's limits", () => {
    const bounds = { initial: 20, minimum: 20, maximum: 200 };
    const aimd = { kind: "aimd", ...bounds, decrease: 0.9, latencyNs: 5 * SECOND };
    expect(readGateways("{concurrency: {aimd: {}}}").concurrency).toEqual(aimd);
    const gradient = { kind: "gradient", ...bounds, tolerance: 1.5, smoothing: 0.2, window: 600, queue: 4 };
    expect(readGateways("{concurrency: {gradient: {}}}").concurrency).toEqual(gradient);
    expect(readGateways("{concurrency: {aimd: {initial: 5}}}").concurrency!.minimum).toBe(5);
  });

  it("limits, throttling and knowledge", () => {
    const { limits, throttling } = readGateways("{limits: {perNode: 4}, throttling: {}}");
    expect(limits).toEqual({ perNode: 4, queuePerNode: 0, queueTimeoutNs: Infinity });
    expect(throttling).toEqual({ k: 2, windowNs: 120 * SECOND });
    expect(readGateways("{limits: {perNode: 4, queue: unbounded, queueTimeout: 5s}}").limits!.queuePerNode).toBe(
      Infinity,
    );
    const { knowledge } = readGateways("{count: 2, knowledge: {sharedInFlight: {delay: 50ms}}}");
    expect(knowledge).toEqual({ sharedInFlight: { delayNs: 0.05 * SECOND } });
  });
});

describe("refused, and where", () => {
  it.each([
    ["{limits: {perNode: 4, queueTimeout: 5s}}", "limits.queueTimeout: expected a queue beside queueTimeout"],
    ["{limits: {queue: 4}}", "limits.perNode: expected"],
    ["{health: {panicThreshold: 50%}}", "health.panicThreshold: expected active or outliers beside panicThreshold"],
    ["{health: {}}", "health: expected at least one of active, outliers, slowStart"],
    ["{health: {active: {interval: 1s, timeout: 2s}}}", "health.active.timeout: expected at most the interval of 1s"],
    ["{health: {outliers: {maxEjection: 10s}}}", "maxEjection: expected at least the base ejection of 30s"],
    [
      "{health: {outliers: {consecutiveFailures: 0, successRate: never}}}",
      "outliers.consecutiveFailures: expected some rule that ejects",
    ],
    ["{breaker: {window: 10, minimumCalls: 20}}", "breaker.minimumCalls: expected at most the window of 10"],
    ["{breaker: {failureFraction: 0%}}", "breaker.failureFraction: expected more than 0%"],
    ["{concurrency: {aimd: {initial: 5, minimum: 6}}}", "minimum: expected at most the initial 5"],
    ["{concurrency: {gradient: {initial: 50, maximum: 40}}}", "maximum: expected at least the initial 50"],
    ["{concurrency: {aimd: {}, gradient: {}}}", "concurrency: expected exactly one of aimd, gradient"],
    ["{knowledge: {sharedInFlight: {delay: 50ms}}}", "gateways.knowledge: expected several gateways"],
  ])("%s", (gateways, message) => {
    const found = problemsOf(withGateways(gateways));
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/^test\.yaml:3:\d+: gateways\./);
    expect(found[0]).toContain(message);
  });
});
