/** From set-ups to scenarios: single stations, and the words for their services. */
import { describe, expect, it } from "vitest";
import type { OracleCase } from "../../cli/doctor/case-file.ts";
import { UNIT_NS } from "../../cli/doctor/scenario.ts";
import { planned, reasonFor } from "./mapping.ts";

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
    expect(reasonFor("Erlang-B/C", { ...loss, system: "M/M/m/K" }, "P(wait)")).toContain("is not understood");
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
    expect(reasonFor("priority M/G/1", { ...setup, lambda_low: 0.8 })).toContain("no steady state");
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
    const meaning = "2-state MMPP arrivals rates l1,l2; leaves state1 at a, state2 at b; exp(1) service FCFS";
    const other = { case: "MMPP2/E2/1 l1=2 l2=0.2 a=1e-1 b=.05" };
    expect(planned("bursty arrivals MMPP", other).scenario.traffic[0]!.work).toMatchObject({
      kind: "erlang",
      stages: 2,
    });
    expect(reasonFor("bursty arrivals MMPP", { ...other, meaning })).toContain("is not understood");
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
