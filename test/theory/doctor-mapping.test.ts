/** From set-ups to scenarios: each family's rule, and that nothing in a set-up is passed over. */
import { describe, expect, it } from "vitest";
import { agendaOf, type Group } from "../../cli/doctor/agenda.ts";
import type { OracleCase } from "../../cli/doctor/case-file.ts";
import { families } from "../../cli/doctor/families/index.ts";
import { UNIT_NS } from "../../cli/doctor/scenario.ts";

function oracle(family: string, setup: OracleCase["setup"], measure = "mean response time"): OracleCase {
  return { id: "x", family, tier: 2, setup, measure, value: 1, tolerance: { type: "rel", value: 0.1 } };
}

function planned(family: string, setup: OracleCase["setup"], measure?: string): Group {
  const { groups, notCovered } = agendaOf([oracle(family, setup, measure)]);
  if (groups.length === 0) throw new Error(notCovered.get("x"));
  return groups[0]!;
}

function reasonFor(family: string, setup: OracleCase["setup"], measure?: string, value: unknown = 1): string {
  return agendaOf([{ ...oracle(family, setup, measure), value }]).notCovered.get("x") ?? "covered";
}

describe("single stations", () => {
  it("M/M/c/K: places beyond the workers, rates per second of the scaled unit", () => {
    const { scenario, model } = planned("M/M/c/K", { lambda: 3, mu: 0.5, c: 4, K: 10 });
    expect(scenario.nodes).toMatchObject([{ workers: 4, queueCapacity: 6, discipline: "fifo", overflow: "reject" }]);
    const { arrivals, work } = scenario.traffic[0]!;
    expect(arrivals).toEqual({ kind: "poisson", ratePerSecond: 3 * (1e9 / UNIT_NS) });
    expect(work).toEqual({ kind: "exponential", mean: 2 * UNIT_NS });
    expect(model.arrivalRate).toBe(3);
  });

  it("an overloaded queue needs a limit on its places", () => {
    expect(planned("M/M/1/K", { lambda: 2, mu: 1, K: 5 }).scenario.nodes[0]!.queueCapacity).toBe(4);
    expect(reasonFor("M/M/1", { lambda: 2, mu: 1 })).toBe("load 2: there is no steady state to measure");
  });

  it("Erlang B has no waiting places, Erlang C all that are needed", () => {
    const loss = { offered_erlangs: 8, servers: 10, system: "M/M/m/m loss; also valid for any service distribution" };
    expect(planned("Erlang-B/C", loss, "blocking probability").scenario.nodes[0]!.queueCapacity).toBe(0);
    const delay = { offered_erlangs: 8, servers: 10, system: "M/M/m delay" };
    expect(planned("Erlang-B/C", delay, "P(wait)").scenario.nodes[0]!.queueCapacity).toBe(Infinity);
  });

  it("D/M/1 arrives at equal gaps", () => {
    expect(planned("D/M/1", { lambda: 0.7, mu: 1 }).scenario.traffic[0]!.arrivals.kind).toBe("regular");
  });

  it("priority classes are two producers", () => {
    const setup = { system: "M/E3/1", mean_service: 1, preemption: "nonpreemptive", lambda_low: 0.4, lambda_high: 0.3 };
    const { scenario, tasks } = planned("priority M/G/1", setup, "mean response time, low-priority class");
    expect(scenario.traffic.map(({ name, priority }) => [name, priority])).toEqual([
      ["high", 1],
      ["low", 0],
    ]);
    expect(scenario.traffic[0]!.work).toMatchObject({ kind: "erlang", stages: 3 });
    expect(scenario.nodes[0]!.discipline).toBe("priority");
    expect(tasks[0]!.measure).toEqual({ kind: "mean", of: "response", producer: "low" });
    const interrupting = planned("priority M/G/1", { ...setup, preemption: "preemptive-resume" });
    expect(interrupting.scenario.nodes[0]!.discipline).toBe("priority-preemptive");
    expect(reasonFor("priority M/G/1", { ...setup, preemption: "preemptive-repeat" })).toContain("is not understood");
  });

  it("batches and bursts keep their total rate", () => {
    const batch = planned("batch arrivals", { case: "geometric mean b=4 rho=0.6" });
    expect(batch.scenario.traffic[0]!.arrivals).toEqual({
      kind: "batch",
      batchesPerSecond: 15,
      size: { kind: "geometric", mean: 4 },
    });
    const burst = planned("bursty arrivals MMPP", { case: "MMPP2/M/1 l1=2 l2=0.2 a=0.1 b=0.05", rate: 0.8 });
    expect(burst.scenario.traffic[0]!.arrivals).toEqual({
      kind: "bursty",
      states: [
        { ratePerSecond: 200, meanNs: 10 * UNIT_NS },
        { ratePerSecond: 20, meanNs: 20 * UNIT_NS },
      ],
    });
    const wrong = { case: "MMPP2/M/1 l1=2 l2=0.2 a=0.1 b=0.05", rate: 0.9 };
    expect(reasonFor("bursty arrivals MMPP", wrong)).toContain("contradicts");
  });

  it("closed populations think and come again; networks are not covered", () => {
    const setup = { A_per_source: 0.2, servers: 5, sources: 20 };
    const { scenario } = planned("Engset", setup, "call congestion (fraction of attempts blocked)");
    const think = { kind: "exponential", mean: 5 * UNIT_NS };
    expect(scenario.traffic[0]!.arrivals).toEqual({ kind: "closed", clients: 20, think });
    expect(scenario.nodes[0]).toMatchObject({ workers: 5, queueCapacity: 0 });
    const network = { population: 2, service: [1, 2], visits: [1, 1], servers: [1, 1], think: 0 };
    expect(reasonFor("closed MVA", network)).toContain("one station only");
  });

  it("processor sharing may look at sizes within a window", () => {
    const setup = {
      lam: 0.5,
      service: "exponential mean 1",
      discipline: "PS",
      condition: "jobs with size in [2.9,3.1]",
    };
    const { tasks } = planned("processor sharing", setup, "mean response time conditional on size 3");
    expect(tasks[0]!.measure).toEqual({ kind: "mean-of-size", size: { from: 2.9, to: 3.1 } });
    expect(reasonFor("processor sharing", setup, "mean response time conditional on size 5")).toContain("outside");
  });
});

describe("service names", () => {
  const workOf = (service: string, more: OracleCase["setup"] = {}): unknown =>
    planned("M/G/1", { lambda: 0.5, mean_service: 1, service, ...more }).scenario.traffic[0]!.work;

  it.each([
    ["deterministic", { kind: "constant", value: UNIT_NS }],
    ["exponential", { kind: "exponential", mean: UNIT_NS }],
    ["erlang3", { kind: "erlang", mean: UNIT_NS, stages: 3 }],
    ["E7", { kind: "erlang", mean: UNIT_NS, stages: 7 }],
    ["uniform_0.5_1.5", { kind: "uniform", from: 0.5 * UNIT_NS, to: 1.5 * UNIT_NS }],
    ["lognormal_cv2_9", { kind: "lognormal", mean: UNIT_NS, cv: 3 }],
    ["lognormal cv2=4", { kind: "lognormal", mean: UNIT_NS, cv: 2 }],
    ["pareto_a3", { kind: "pareto", shape: 3, min: (2 / 3) * UNIT_NS, max: Infinity }],
    ["gamma_k2", { kind: "gamma", mean: UNIT_NS, shape: 2 }],
  ])("%s", (service, expected) => {
    expect(workOf(service)).toEqual(expected);
  });

  it("two-branch hyperexponentials balance their means under any spelling", () => {
    const [first] = ["h2_cv2_4", "H2 cv2=4", "H2cv4", "H2 mean 1 cv2=4 balanced means"].map((name) => workOf(name));
    expect(first).toMatchObject({ kind: "hyperexponential" });
    for (const name of ["H2 cv2=4", "H2cv4", "H2 mean 1 cv2=4 balanced means"]) expect(workOf(name)).toEqual(first);
    const { branches } = first as { branches: { probability: number; mean: number }[] };
    expect(branches[0]!.probability).toBeCloseTo(0.8872983346207417, 12);
    expect(branches[0]!.probability * branches[0]!.mean).toBeCloseTo(UNIT_NS / 2, 3);
  });

  it("explicit parameters win, and must agree with the stated moments", () => {
    const bounded = { alpha: 1.5, L: 0.34420759220056124, H: 344.20759220056124, second_moment: 10.884799792761823 };
    expect(workOf("bpareto_a1.5", bounded)).toMatchObject({ kind: "pareto", shape: 1.5 });
    expect(reasonFor("M/G/1", { lambda: 0.5, mean_service: 2, service: "bpareto_a1.5", ...bounded })).toContain(
      "setup.mean_service: 2 contradicts",
    );
    expect(workOf("weibull_k0.5", { weibull_shape: 0.5, weibull_scale: 0.5, second_moment: 6 })).toEqual({
      kind: "weibull",
      shape: 0.5,
      scale: 0.5 * UNIT_NS,
    });
    expect(workOf("lognormal_cv2_4", { ln_sigma: 1.2686362411795196, ln_mu: -0.8047189562170501 })).toMatchObject({
      kind: "lognormal",
    });
  });

  it("checks what the set-up repeats", () => {
    expect(reasonFor("M/G/1", { lambda: 0.5, service: "h2_cv2_4", cv2: 4 })).toBe("covered");
    expect(reasonFor("M/G/1", { lambda: 0.5, service: "h2_cv2_4", cv2: 9 })).toContain("setup.cv2: 9 contradicts");
    expect(reasonFor("M/G/1", { lambda: 0.5, service: "pareto_a1.5", second_moment: 7 })).toContain("contradicts");
  });

  it("refuses what it does not know", () => {
    expect(reasonFor("M/G/1", { lambda: 0.5, service: "levy_a1.5" })).toBe('service "levy_a1.5" is not understood');
    expect(reasonFor("M/G/1", { lambda: 0.5, service: "h2 cv=2" })).toContain("not understood");
  });
});

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

  it("tie rules that are not understood are not guessed", () => {
    const setup = { mu: [2, 1], lam_total: 1 };
    expect(reasonFor("heterogeneous servers", { ...setup, policy: "JSQ" })).toContain("tie rule");
    expect(reasonFor("heterogeneous servers", { ...setup, policy: "JSQ, ties by coin" })).toContain("tie rule");
    expect(reasonFor("heterogeneous servers", { ...setup, policy: "power of 2" })).toContain("sampling");
    expect(reasonFor("heterogeneous servers", { ...setup, policy: "JSQ(2) with fair ties" })).toContain("sampling");
    expect(reasonFor("heterogeneous servers", { ...setup, policy: "JIQ, idle by age" })).toContain("not understood");
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
    expect(reason({ d: 11 })).toContain("expected 2 to n = 10");
    expect(
      reason({ policy: REDUNDANCY.policy.replace("cancel others on first completion", "no cancellation") }),
    ).toContain("a steady state is certain only below");
  });
});

describe("the same thing in other words", () => {
  const asked = (measure: string): unknown => planned("M/M/1", { lambda: 0.5, mu: 1 }, measure).tasks[0]!.measure;

  it.each([
    ["mean number in system (L)", { kind: "mean-number", waitingOnly: false }],
    ["mean queue length (excluding service)", { kind: "mean-number", waitingOnly: true }],
    ["mean wait", { kind: "mean", of: "waiting", producer: null }],
    ["probability of delay", { kind: "waited-fraction" }],
  ])("%s", (phrase, spec) => expect(asked(phrase)).toEqual(spec));

  it("a fast and a slow server, in this order", () => {
    const setup = { mu: [2, 1], lam_total: 1, policy: "JSQ, ties broken at random" };
    const family = "heterogeneous servers";
    const each = { kind: "utilisation", each: true };
    expect(planned(family, setup, "utilisation [fast, slow]").tasks[0]!.measure).toEqual(each);
    expect(reasonFor(family, { ...setup, mu: [1, 2] }, "utilisation [fast, slow]")).toContain("a fast one and then");
  });

  it("a slow server that never serves leaves an M/M/1", () => {
    const setup = { mu: [5, 1], lam_total: 3, rule: "fast server only" };
    const { balancers } = planned("heterogeneous shared queue", setup).scenario;
    expect(balancers[0]!.parameters["threshold"]).toBe(1_000_000);
    expect(reasonFor("heterogeneous shared queue", { ...setup, lam_total: 5.5 })).toContain("no steady state");
  });

  it("Peak EWMA with pending requests, in milliseconds", () => {
    const cost = (measure: string, setup: object = {}): number =>
      agendaOf([oracle("Peak EWMA", { decay_s: 10, ...setup }, measure)]).calculated[0]!.compute(1)[0]!;
    expect(cost("cost after a 2 s peak and 10 s of silence with 3 pending, s")).toBeCloseTo(8 / Math.E, 9);
    expect(cost("cost after a 500 ms peak and 10 s of silence, s", { pending: 1 })).toBeCloseTo(1 / Math.E, 9);
  });

  it("Envoy's weights of several hosts", () => {
    const setup = { weights: [2, 1], active_requests: [4, 0], active_request_bias: 1 };
    const { calculated } = agendaOf([
      { ...oracle("weighted least request", setup, "effective weights"), value: [0.4, 1] },
    ]);
    expect(calculated[0]!.compute(1)).toEqual([0.4, 1]);
    const unlike = { ...setup, active_requests: [1, 2, 3] };
    expect(reasonFor("weighted least request", unlike, "effective weights")).toContain("2 weights and 3 numbers");
  });
});

describe("what is not understood is not covered", () => {
  it("an unknown family", () => {
    expect(reasonFor("quantum queue", {})).toBe('family "quantum queue" cannot be simulated yet');
  });

  it.each(families.map(({ name }) => name))("an unknown key in a set-up of %s", (family) => {
    const samples: Readonly<Record<string, OracleCase["setup"]>> = {
      "Erlang-B/C": { offered_erlangs: 1, servers: 2 },
      "priority M/G/1": { system: "M/M/1", preemption: "nonpreemptive", lambda_low: 0.2, lambda_high: 0.2 },
      "M/G/1": { lambda: 0.5, service: "exponential" },
      "processor sharing": { lam: 0.5, service: "exponential", discipline: "PS" },
      Engset: { A_per_source: 0.2, servers: 5, sources: 20 },
      "closed MVA": { population: 5, service: 1, visits: 1, servers: 3, think: 5 },
      SRPT: { lam: 0.5, service: "exponential", discipline: "SRPT preemptive" },
      "batch arrivals": { case: "fixed b=2 rho=0.5" },
      "bursty arrivals MMPP": { case: "MMPP2/M/1 l1=1 l2=0.2 a=0.1 b=0.1" },
      "supermarket finite n": { n: 4, d: 2, sampling: "DISTINCT", lambda_per_server: 0.5 },
      "supermarket model limit": { n: "large", d: 2, lambda_per_server: 0.5 },
      "heterogeneous servers": { mu: [2, 1], lam_total: 1, policy: "JSQ, ties random" },
      "heterogeneous shared queue": { mu: [2, 1], lam_total: 1, rule: "idle fast server preferred" },
      "JIQ multi-dispatcher": { n: 20, dispatchers: 2, lambda_per_server: 0.5, policy: "JIQ-SQ(2)" },
      "Peak EWMA": { decay_s: 10 },
      "slow backend": SLOW_BACKEND,
      "smooth weighted round robin": { weights: [3, 1, 1], ties: "first" },
      "weighted least request": { weight: 2, active_requests: 4, active_request_bias: 1 },
      "priority failover": { healthy_fraction_by_priority: [0.5, 1] },
      "balls into bins": { bins: 256, balls: 256, d: 1, choice: "d bins with replacement, least loaded, sequential" },
      "consistent hashing ring": { nodes: 10, vnodes: 1, hash: "ideal uniform", load: "exact arc length" },
      "bounded-load hashing": { nodes: 100, keys: 1000, eps: 0.1, vnodes: 1 },
      "key movement": { scheme: "hash mod N", change: "3->4" },
      "Maglev hashing": {
        backends: 100,
        table_size: 65537,
        weights: "equal",
        algorithm: "Maglev populate (offset/skip permutations)",
      },
      "multi-probe hashing": { nodes: 100, probes: 5, points_per_node: 1 },
      "rendezvous hashing": { nodes: 100, keys: 65537, hash: "ideal" },
      "hash test vectors": {
        algorithm: "jump consistent hash (Lamping & Veach)",
        key_uint64: "0xdeadbeef",
        buckets: "1..19",
      },
      subsetting: { clients: 30, backends: 30, subset: 10, algorithm: "random" },
      "redundancy-d": REDUNDANCY,
    };
    const measures: Readonly<Record<string, string>> = {
      "Erlang-B/C": "blocking probability",
      "Peak EWMA": "cost after a 2 s peak and 10 s of silence, s",
      "slow backend": "success rate with 1 s timeout",
      "smooth weighted round robin": "selection sequence",
      "weighted least request": "effective weight",
      "priority failover": "percent of traffic per priority",
      "balls into bins": "distribution of maximum load, percent of trials",
      "consistent hashing ring": "relative std dev of node load",
      "bounded-load hashing": "fraction of keys not placed on first choice",
      "key movement": "fraction of keys that move",
      "Maglev hashing": "max table share / average",
      "multi-probe hashing": "peak/average load",
      "rendezvous hashing": "mean of max/average keys per node",
      "hash test vectors": "bucket for 1..19 buckets",
      subsetting: "most loaded backend, connections",
    };
    const values: Readonly<Record<string, OracleCase["value"]>> = {
      "balls into bins": { "3": 0.42, "4": 38.63, "5": 47.35, "6": 11.64, "7": 1.73, "8": 0.21, "9": 0.02, "10": 0.0 },
      "consistent hashing ring": 0.9045,
      "bounded-load hashing": 0.43,
      "key movement": 0.75,
      "Maglev hashing": 1.00096,
      "multi-probe hashing": 1.265,
      "rendezvous hashing": 1.0991,
      "hash test vectors": [0, 1, 2, 3, 3, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 16, 16, 16],
      "smooth weighted round robin": "abaca",
    };
    const value = values[family] ?? 1;
    const symmetric = { n: 4, lambda_per_server: 0.5, policy: "JSQ" };
    const queue = { lambda: 0.5, mu: 1, ...(family.endsWith("K") ? { K: 5 } : {}) };
    const sample = samples[family] ?? (/^[MD]\//.test(family) ? queue : symmetric);
    const measure = measures[family] ?? "mean response time";
    expect(reasonFor(family, sample, measure, value)).toBe("covered");
    expect(reasonFor(family, { ...sample, breakdowns: 0.01 }, measure, value)).toBe(
      "setup.breakdowns: this family knows no such key",
    );
  });

  it("unknown measures, tolerances in words, values that are no figures", () => {
    const setup = { lambda: 0.5, mu: 1 };
    expect(reasonFor("M/M/1", setup, "mean regret")).toBe('measure "mean regret" is not understood');
    const relation: OracleCase = { ...oracle("M/M/1", setup), tolerance: { type: "relation", value: "A < B" } };
    expect(agendaOf([relation]).notCovered.get("x")).toContain("for the reader to judge");
    const words: OracleCase = { ...oracle("M/M/1", setup), value: "large" };
    expect(agendaOf([words]).notCovered.get("x")).toContain("expected a number");
  });
});

describe("families that are calculated", () => {
  const figures = (
    family: string,
    setup: OracleCase["setup"],
    measure: string,
    value: unknown = 1,
  ): readonly number[] => {
    const { calculated, notCovered } = agendaOf([{ ...oracle(family, setup, measure), value }]);
    if (calculated.length === 0) throw new Error(notCovered.get("x"));
    return calculated[0]!.compute(1);
  };

  it("smooth weighted round robin: the picks of any weights, as many as the value has letters", () => {
    const picks = (weights: readonly number[], value: string): readonly number[] =>
      figures("smooth weighted round robin", { weights, ties: "first" }, "selection sequence", value);
    expect(picks([5, 1, 1], "aaaaaaa")).toEqual([0, 0, 1, 0, 2, 0, 0]);
    expect(picks([4, 3, 2, 1], "abcabdacba")).toEqual([0, 1, 2, 0, 1, 3, 0, 2, 1, 0]);
    expect(() => picks([1, 1], "abc")).toThrow("expected a text of the servers' letters");
    expect(
      reasonFor("smooth weighted round robin", { weights: [1], ties: "last" }, "selection sequence", "a"),
    ).toContain("is not understood");
  });

  it("priority failover: other factors, and only the rule that is built", () => {
    const measure = "percent of traffic per priority";
    const setup = { healthy_fraction_by_priority: [0.5, 0], overprovisioning_factor: 2 };
    expect(figures("priority failover", setup, measure)).toEqual([100, 0]);
    const rule = "health=min(100,1.4*100*healthy/total) integer; normalised if total<100";
    expect(reasonFor("priority failover", { ...setup, rule }, measure)).toContain("another factor");
    expect(figures("priority failover", { healthy_fraction_by_priority: [0.5, 1], rule }, measure)).toEqual([70, 30]);
  });

  it("weighted least request: bias 0 and fractions of load", () => {
    const setup = { weight: 3, active_requests: 0, active_request_bias: 0 };
    expect(figures("weighted least request", setup, "effective weight")).toEqual([3]);
  });

  it("subsetting: both algorithms, and nothing that is neither", () => {
    const setup = { clients: 40, backends: 20, subset: 5 };
    const of = (algorithm: string, measure: string): readonly number[] =>
      figures("subsetting", { ...setup, algorithm }, measure, measure.startsWith("[") ? [1, 1] : 1);
    expect(of("deterministic subsetting", "connections per backend (all equal)")).toEqual([10]);
    expect(of("deterministic subsetting", "[least, most] loaded backend, connections")).toEqual([10, 10]);
    expect(of("random", "most loaded backend, connections")[0]).toBeGreaterThan(10);
    expect(() => of("round robin", "most loaded backend, connections")).toThrow("is not understood");
    expect(() => of("random", "median backend")).toThrow("is not understood");
  });
});

describe("groups", () => {
  it("cases of one model share their runs, and the longest wish decides their length", () => {
    const wish = (id: string, measure: string, jobs: number): OracleCase => ({
      ...oracle("M/M/1", { lambda: 0.5, mu: 1 }, measure),
      id,
      tolerance: { type: "rel", value: 0.1, suggested_jobs: jobs },
    });
    const { groups } = agendaOf([wish("a", "mean response time", 6e5), wish("b", "response time p99", 12e5)]);
    expect(groups).toHaveLength(1);
    expect(groups[0]!.tasks.map(({ oracle: { id } }) => id)).toEqual(["a", "b"]);
    expect(groups[0]!.length.measured * groups[0]!.model.arrivalRate).toBeCloseTo(2e5, 6);
    expect(groups[0]!.length.warmup).toBeGreaterThanOrEqual(0.08 * groups[0]!.length.measured);
  });
});
