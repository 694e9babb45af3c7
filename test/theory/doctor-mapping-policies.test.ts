/** From set-ups to scenarios: policies over several nodes. */
import { describe, expect, it } from "vitest";
import type { OracleCase } from "../../cli/doctor/case-file.ts";
import { UNIT_NS } from "../../cli/doctor/scenario.ts";
import { planned, reasonFor } from "./mapping.ts";

describe("policies", () => {
  const specOf = (policy: string, mu: readonly number[] = [1, 1, 1]): unknown => {
    const { scenario } = planned("heterogeneous servers", { mu, lam_total: 0.5, policy });
    const { algorithm, parameters } = scenario.balancers[0]!;
    return [algorithm, parameters];
  };

  it.each([
    ["strict round robin", "round-robin", {}],
    ["JSQ random ties", "join-shortest-queue", { ties: "random" }],
    ["jsq", "join-shortest-queue", { ties: "random" }],
    ["JSQ on queue length, ties to the fast server", "join-shortest-queue", { ties: "fastest" }],
    ["JSQ, ties ALWAYS to server 0", "join-shortest-queue", { ties: "first" }],
    ["join shortest queue (queue length incl. in service), random ties", "join-shortest-queue", { ties: "random" }],
    ["JSQ(3), 3 samples WITH replacement", "power-of-two-choices", { choices: 3, replacement: true }],
    ["JSQ(2), 2 DISTINCT servers", "power-of-two-choices", { choices: 2, replacement: false }],
    ["power of 2 (distinct)", "power-of-two-choices", { choices: 2, replacement: false }],
    ["SED: minimise (queue+1)/mu, ties to the fast server", "shortest-expected-delay", { ties: "fastest" }],
    ["JIQ (random idle else random)", "join-idle-queue", {}],
    ["least work left (oracle)", "least-work-left", {}],
    ["random split proportional to capacity", "random", { weighted: true }],
    ["Bernoulli split", "random", {}],
    ["least connections, random ties", "join-shortest-queue", { ties: "random" }],
    ["power of three choices (distinct)", "power-of-two-choices", { choices: 3, replacement: false }],
    ["shortest expected delay, ties to the fast server", "shortest-expected-delay", { ties: "fastest" }],
  ])("%s", (policy, algorithm, parameters) => {
    expect(specOf(policy)).toEqual([algorithm, parameters]);
  });

  it("weights follow the words, or the speeds", () => {
    const policy = "smooth weighted round robin, weights 5:2 (pattern F,F,S,F,F,S,F)";
    const { scenario } = planned("heterogeneous servers", { mu: [3, 1], lam_total: 1, policy });
    expect(scenario.nodes.map(({ weight, speed }) => [weight, speed])).toEqual([
      [5, 3],
      [2, 1],
    ]);
  });

  it("weights of a random split are as many as there are servers", () => {
    const setup = { mu: [2, 1], lam_total: 1, policy: "random split 3:1" };
    expect(planned("heterogeneous servers", setup).scenario.nodes.map(({ weight }) => weight)).toEqual([3, 1]);
    expect(reasonFor("heterogeneous servers", { ...setup, mu: [2, 1, 1] })).toContain("expected 3 weights, got 2");
  });

  it("tie rules that are not understood are not guessed", () => {
    const setup = { mu: [2, 1], lam_total: 1 };
    expect(reasonFor("heterogeneous servers", { ...setup, policy: "JSQ" })).toContain("tie rule");
    expect(reasonFor("heterogeneous servers", { ...setup, policy: "JSQ, ties by coin" })).toContain("tie rule");
    expect(reasonFor("heterogeneous servers", { ...setup, policy: "power of 2" })).toContain("sampling");
    expect(reasonFor("heterogeneous servers", { ...setup, policy: "JSQ(2) with fair ties" })).toContain("sampling");
    expect(reasonFor("heterogeneous servers", { ...setup, policy: "JIQ, idle by age" })).toContain("not understood");
  });

  it("who waits at the gateway is counted there", () => {
    const setup = { mu: [5, 1], lam_total: 3, queue: "one shared FCFS queue", rule: "idle fast server preferred" };
    const asked = (measure: string): unknown => planned("heterogeneous shared queue", setup, measure).tasks[0]!.measure;
    expect(asked("mean number in system")).toEqual({ kind: "mean-number", waitingOnly: false, atGateways: true });
    expect(asked("P(arriving job waits)")).toEqual({ kind: "slow-fraction", of: "waiting", limit: 1 / UNIT_NS });
    expect(() => asked("P(number in system >= 3)")).toThrow("not measured of a queue at the gateway");
  });

  it("one shared queue before unequal servers, with its rule", () => {
    const rule = "fast server whenever idle; slow server only when number waiting (incl. the candidate) >= 3";
    const setup = { mu: [5, 1], lam_total: 3, queue: "one shared FCFS queue", rule };
    const { scenario } = planned("heterogeneous shared queue", setup);
    expect(scenario.gateways.queueCapacity).toBe(Infinity);
    expect(scenario.balancers[0]).toMatchObject({
      algorithm: "central-queue",
      parameters: { prefer: "fast", threshold: 3 },
    });
    expect(scenario.nodes.map(({ speed, weight }) => [speed, weight])).toEqual([
      [5, 5],
      [1, 1],
    ]);
    expect(reasonFor("heterogeneous shared queue", { ...setup, rule: "alternate" })).toContain("not understood");
  });

  it("shares name their server", () => {
    const setup = { mu: [1, 4, 2], lam_total: 3, policy: "JSQ, ties random" };
    const share = planned("heterogeneous servers", setup, "fraction of jobs sent to the fast server").tasks[0]!.measure;
    expect(share).toEqual({ kind: "share", node: 1 });
    const numbered = planned("heterogeneous servers", setup, "fraction of jobs sent to server 2").tasks[0]!.measure;
    expect(numbered).toEqual({ kind: "share", node: 2 });
    const equal = { ...setup, mu: [2, 2, 1] };
    expect(reasonFor("heterogeneous servers", equal, "fraction of jobs sent to the fast server")).toContain(
      "equally fast",
    );
    const slowTies = { ...setup, policy: "JSQ, ties to the slow server" };
    expect(reasonFor("heterogeneous servers", slowTies, "fraction of jobs sent to server 0")).toContain(
      "other numbers",
    );
    expect(planned("heterogeneous servers", slowTies).scenario.nodes.map(({ speed }) => speed)).toEqual([1, 2, 4]);
  });

  it("a blind policy must not overload its slowest server", () => {
    const setup = { mu: [2, 1], lam_total: 2.4, policy: "round robin" };
    expect(reasonFor("heterogeneous servers", setup)).toContain("server 1 gets more than it can serve");
  });

  it("identities run two policies over the same messages", () => {
    const phrase = "identity: round robin and least-work-left give the SAME response time for every job (theorem)";
    const setup = { n: 10, lam_total: 8, service: "deterministic 1" };
    const { model } = planned("policy x service table (n=10, rho=0.8)", setup, phrase);
    expect([model.balancer.algorithm, model.against!.algorithm]).toEqual(["round-robin", "least-work-left"]);
  });
});

const SLOW_BACKEND = {
  backends: 11,
  qps: 1000,
  duration_s: 60,
  latency: "Normal(167 ms, 5 ms), independent of load (no queueing)",
  fault: "one backend fixed at 2 s for t in [15,45) s",
  timeout_s: 1,
  policy: "P2C Peak EWMA (finagle formula, decay 10 s)",
};

describe("a slow backend", () => {
  const measure = "success rate with 1 s timeout";

  it("is slow for exactly those who are sent to it within the time", () => {
    const { scenario, length, tasks } = planned("slow backend", SLOW_BACKEND, measure);
    expect(length).toEqual({ measured: 60, warmup: 0 });
    expect(tasks[0]!.measure).toEqual({ kind: "answered-within", limit: 1 });
    const [fault] = scenario.faults;
    if (fault?.kind !== "slow" || fault.timing.kind !== "once") throw new Error("expected a slow fault");
    expect(fault.factor * 0.167).toBeCloseTo(2, 12);
    const [begins, ends] = [fault.timing.startNs / UNIT_NS, fault.timing.endNs / UNIT_NS];
    // Sent at 15 s: full speed until the fault begins, the rest slowly. Sent at 45 s: slowly, then the rest at full speed.
    expect(begins - 15 + (0.167 - (begins - 15)) * fault.factor).toBeCloseTo(1, 6);
    expect(ends - 45 + (0.167 - (ends - 45) / fault.factor)).toBeCloseTo(1, 6);
  });

  it("nobody waits, latencies spread as stated, and the balancer's seconds are scaled as all others", () => {
    const { scenario } = planned("slow backend", SLOW_BACKEND, measure);
    expect(scenario.nodes).toHaveLength(11);
    expect(scenario.nodes[0]!.workers).toBeGreaterThanOrEqual(2000);
    expect(scenario.traffic[0]!.work).toEqual({ kind: "gamma", mean: 0.167 * UNIT_NS, shape: (0.167 / 0.005) ** 2 });
    const seconds = (10 * UNIT_NS) / 1e9;
    expect(scenario.balancers[0]).toMatchObject({
      algorithm: "finagle-p2c-peak-ewma",
      parameters: { decaySeconds: seconds },
    });
  });

  it.each([
    "P2C least loaded",
    "least loaded (P2C on outstanding requests)",
    "power of two choices, fewest pending requests",
  ])("%s", (policy) => {
    const { scenario } = planned("slow backend", { ...SLOW_BACKEND, policy }, measure);
    expect(scenario.balancers[0]!.algorithm).toBe("finagle-p2c-least-loaded");
  });

  it("refuses what it would have to guess", () => {
    const reason = (change: OracleCase["setup"]): string =>
      reasonFor("slow backend", { ...SLOW_BACKEND, ...change }, measure);
    expect(reason({ timeout_s: 3 })).toContain("does not lie between");
    expect(reason({ timeout_s: 0.5 })).toContain("in the set-up 0.5");
    expect(reason({ latency: "Pareto" })).toContain("not understood");
    expect(reason({ fault: "two backends down" })).toContain("not understood");
    expect(reason({ policy: "Peak EWMA with failure accrual" })).toContain("not understood");
  });
});

describe("join-idle-queue with dispatchers", () => {
  const setup = { n: 500, dispatchers: 10, r: 50, lambda_per_server: 0.9 };

  it("one gateway per dispatcher, messages dealt at random", () => {
    const policy = "JIQ-Random: server that becomes idle joins one uniformly random I-queue (once)";
    const { scenario } = planned("JIQ multi-dispatcher", { ...setup, policy });
    expect(scenario.gateways).toMatchObject({ count: 10, assign: "random" });
    expect(scenario.balancers[0]).toMatchObject({ algorithm: "jiq", parameters: { choices: 1 } });
    const shortest = planned("JIQ multi-dispatcher", { ...setup, policy: "JIQ-SQ(2)" });
    expect(shortest.scenario.balancers[0]!.parameters).toEqual({ choices: 2 });
  });

  it("refuses what it would have to guess", () => {
    const reason = (change: OracleCase["setup"]): string => reasonFor("JIQ multi-dispatcher", { ...setup, ...change });
    expect(reason({ policy: "JIQ-Random", r: 40 })).toContain("contradicts");
    expect(reason({ policy: "JIQ-Random: servers join twice" })).toContain("not understood");
    expect(reason({ policy: "JIQ-SQ(11)" })).toContain("11 of 10");
  });
});

const REDUNDANCY = {
  n: 10,
  d: 3,
  lambda_per_server: 0.8,
  mu: 1,
  policy:
    "copy to d distinct random servers, independent exp service per copy, cancel others on first completion, no overhead",
};

describe("redundancy-d", () => {
  const reason = (change: OracleCase["setup"]): string => reasonFor("redundancy-d", { ...REDUNDANCY, ...change });

  it("copies at random nodes, with what is said of their work and their end", () => {
    const { scenario } = planned("redundancy-d", REDUNDANCY);
    expect(scenario.gateways.redundancy).toEqual({ copies: 3, work: "independent", cancel: "on-completion" });
    expect(scenario.nodes).toHaveLength(10);
    expect(scenario.balancers[0]!.algorithm).toBe("random");
    const identical = REDUNDANCY.policy.replace("independent", "identical").replace("first completion", "start");
    const { gateways } = planned("redundancy-d", { ...REDUNDANCY, policy: identical }).scenario;
    expect(gateways.redundancy).toEqual({ copies: 3, work: "identical", cancel: "on-start" });
  });

  it("refuses what it would have to guess, and what may have no steady state", () => {
    expect(reason({ policy: "copy to d servers" })).toContain("is not understood");
    expect(reason({ d: 11 })).toContain("expected at most n = 10");
    expect(
      reason({ policy: REDUNDANCY.policy.replace("cancel others on first completion", "no cancellation") }),
    ).toContain("a steady state is certain only below");
  });
});
