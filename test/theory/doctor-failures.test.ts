/** The doctor's families about what fails: set-ups become scenarios by rule, and what is not understood is not covered. */
import { describe, expect, it } from "vitest";
import { agendaOf, type Group } from "../../cli/doctor/agenda.ts";
import type { OracleCase } from "../../cli/doctor/case-file.ts";
import { contest } from "../../cli/doctor/families/failures/optimistic-writers.ts";
import { queueFigures } from "../../cli/doctor/families/failures/queue-history.ts";
import { FIGURES } from "../../cli/doctor/figures.ts";
import { ns } from "../../cli/doctor/scenario.ts";
import type { RunResult } from "../../sim/index.ts";
import { computed } from "./mapping.ts";

function agenda(family: string, setup: OracleCase["setup"], measure: string, value: unknown = 1) {
  const tolerance = { type: "rel", value: 0.1 } as const;
  return agendaOf([{ id: "x", family, tier: 2, setup, measure, value, tolerance }]);
}

function planned(family: string, setup: OracleCase["setup"], measure: string, value: unknown = 1): Group {
  const { groups, notCovered } = agenda(family, setup, measure, value);
  if (groups.length === 0) throw new Error(notCovered.get("x"));
  return groups[0]!;
}

function calculated(family: string, setup: OracleCase["setup"], measure: string, value: unknown = 1) {
  const { calculated: all, notCovered } = agenda(family, setup, measure, value);
  if (all.length === 0) throw new Error(notCovered.get("x"));
  return computed(all[0]);
}

function reasonFor(family: string, setup: OracleCase["setup"], measure: string, value: unknown = 1): string {
  return agenda(family, setup, measure, value).notCovered.get("x") ?? "covered";
}

describe("retries", () => {
  const pair = "[attempts per request, success probability]";

  it("are tries that may follow the first, against nodes that answer with errors", () => {
    const { scenario } = planned("retries", { per_attempt_failure: 0.2, max_attempts: 6, independent: true }, pair);
    expect(scenario.gateways.retries).toMatchObject({ limit: 5, backoff: { kind: "none" } });
    expect(scenario.faults).toMatchObject([{ kind: "errors", probability: 0.2 }]);
  });

  it.each([
    ["no retries", 0],
    ["3 retries", 3],
    ["fixed: up to 4 attempts per request", 3],
  ])("%s", (strategy, limit) => {
    const clients = { clients: 10, rate_per_client: 10, duration_s: 60, rtt: "exponential mean 10 ms each way" };
    const setup = { ...clients, per_attempt_failure: 0.5, strategy };
    const { scenario } = planned("retries", setup, "[success fraction, attempts per request]", [1, 1]);
    expect(scenario.gateways.retries).toMatchObject({ limit, backoff: { kind: "none" } });
  });

  it("multiply over layers", () => {
    const setup = { layers: 3, attempts_per_layer: 4, bottom: "always fails" };
    expect(calculated("retries", setup, "attempts at the bottom")).toEqual([64]);
  });

  it("that depend on each other are another model", () => {
    const setup = { per_attempt_failure: 0.2, max_attempts: 6, independent: false };
    expect(reasonFor("retries", setup, pair)).toContain("setup.independent");
  });

  it("stop at half of gRPC's tokens", () => {
    const setup = { maxTokens: 20, tokenRatio: 0.5, all_rpcs_fail: true };
    const measure = (half: number) =>
      `number of consecutive failed attempts after which retries stop (token_count <= ${half})`;
    expect(calculated("retry throttling", setup, measure(10))).toEqual([10]);
    expect(reasonFor("retry throttling", setup, measure(5))).toContain("retries stop at 10 tokens");
  });
});

describe("figures by name", () => {
  const figuresOf = (family: string, setup: OracleCase["setup"], measure: string, value: unknown = [1, 1]): unknown =>
    planned(family, setup, measure, value).tasks[0]!.measure;
  const hedged = { delay: "iid exponential mean 1 per copy, no queueing", hedge_after: 1, cancel_loser: true };
  const throttled = { offered: 400, backend_capacity: 100, K: 2 };

  it("alone, or any of them in any order", () => {
    expect(figuresOf("hedged requests", hedged, "p99", 1)).toEqual({ kind: "figures", of: ["p99"] });
    expect(figuresOf("hedged requests", hedged, "[extra requests per request, mean]")).toEqual({
      kind: "figures",
      of: ["extra-attempts", "mean"],
    });
    expect(
      figuresOf("abandonment", { c: 1, lam: 0.9, patience: "exponential mean 10" }, "[P(wait), P(abandon)]"),
    ).toEqual({
      kind: "figures",
      of: ["all-busy", "lost"],
    });
    expect(reasonFor("hedged requests", hedged, "[mean, regret]")).toBe('measure "regret" is not understood');
    expect(reasonFor("hedged requests", hedged, "constructor")).toBe('measure "constructor" is not understood');
  });

  it("copies that a node recognises are not delivered again", () => {
    const result = { messages: { offered: 4 }, nodes: [{ completed: 5 }, { completed: 2 }], suppressedDuplicates: 3 };
    expect(FIGURES.copies(result as unknown as RunResult)).toBe(1);
  });

  it("rates of throttled clients are fractions of what they offer, wherever they stand", () => {
    const { groups } = agenda(
      "adaptive throttling",
      throttled,
      "[accepted rate, local rejection probability]",
      [100, 0.5],
    );
    expect(groups[0]!.tasks[0]!.target.expected).toEqual([0.25, 0.5]);
    expect(reasonFor("adaptive throttling", throttled, "accepted rate", ["many"])).toContain("expected 1 figures");
  });
});

describe("links", () => {
  it("lose in bursts, forward only", () => {
    const setup = { model: "Gilbert-Elliott per message", params: "pGB=0.02 pBG=0.2 lossB=0.5 lossG=0.01" };
    const { scenario } = planned("bursty loss", setup, "loss fraction");
    const loss = { kind: "gilbert-elliott", goodToBad: 0.02, badToGood: 0.2, lossInBad: 0.5, lossInGood: 0.01 };
    expect(scenario.network.rules).toEqual([{ link: "gateway-node", between: null, direction: "forward", loss }]);
  });

  it("lose messages and answers with probabilities of their own", () => {
    const setup = { loss_data: 0.2, loss_ack: 0.4, max_attempts: null, dedup: false };
    const measure = "[P(sender reports failure), P(reported failed but was delivered)]";
    const { scenario } = planned("delivery semantics", setup, measure, [0, 0]);
    expect(scenario.gateways.retries?.limit).toBe(Infinity);
    expect(scenario.network.rules.map(({ direction, loss }) => [direction, loss])).toEqual([
      ["forward", { kind: "independent", probability: 0.2 }],
      ["back", { kind: "independent", probability: 0.4 }],
    ]);
  });

  it("let pairs without a gap overtake each other", () => {
    const measure = "P(two consecutive messages arrive in reverse order)";
    const setup = { model: "exp mean m, gap g: 0.5 exp(-g/m)", params: "m=4 g=0" };
    const { scenario, tasks } = planned("reordering", setup, measure);
    expect(scenario.traffic[0]!.arrivals.kind).toBe("batch");
    expect(tasks[0]!.measure).toEqual({ kind: "reversed-pairs", step: 2 });
    expect(reasonFor("reordering", { ...setup, model: "normal" }, measure)).toContain("is not understood");
  });
});

describe("the tail at scale", () => {
  const relation = (setup: string, measure: string, value: unknown, words: string) =>
    agendaOf([
      {
        id: "x",
        family: "tail at scale",
        tier: 3,
        measure,
        value,
        setup: { system: setup },
        tolerance: { type: "relation", value: words },
      },
    ]);
  const leaves = "p50/p95/p99 ms: one random leaf; 95% of leaves; all leaves";
  const table = [
    [1, 5, 10],
    [12, 32, 70],
    [40, 87, 140],
  ];
  const root = "Google service, root fans out to leaves";

  it("waiting for the last leaves at least doubles p99, whoever they are", async () => {
    const [task] = relation(root, leaves, table, "waiting for the last 5% of leaves doubles p99").calculated;
    expect(task!.target).toMatchObject({ expected: [2], low: [2], high: [Infinity] });
    const [ratio] = await task!.compute(1);
    expect(ratio).toBeGreaterThan(2);
    const [few] = relation(root, leaves, table, "waiting for the last 50% of leaves doubles p99").calculated;
    expect((await few!.compute(1))[0]).toBeGreaterThan(ratio!);
  });

  it("leaves of other shapes, and other words, are for the reader", () => {
    const words = "waiting for the last 5% of leaves doubles p99";
    const odd = [[1, 9, 10], ...table.slice(1)];
    expect(relation(root, leaves, odd, words).notCovered.get("x")).toContain("no lognormal");
    expect(relation(root, leaves, table, `${words} or not`).notCovered.get("x")).toContain("is not understood");
  });
});

describe("parts of a message", () => {
  it("are all needed in a fork-join, and as many as acknowledge in a quorum", () => {
    const policy = "each job forks one task to each of 3 FIFO exp servers, done when all done";
    const forked = planned("fork-join", { n: 3, lam: 0.4, mu: 1, policy }, "mean response time");
    expect(forked.scenario.gateways.redundancy).toMatchObject({ copies: 3, needed: 3, cancel: "never" });
    const setup = { followers: 4, acks_needed: 3, delay: "iid exponential mean 2 round trip" };
    const quorum = planned("quorum/fan-out latency", setup, "mean commit latency");
    expect(quorum.scenario.gateways.redundancy).toMatchObject({ copies: 4, needed: 3 });
    expect(quorum.scenario.traffic[0]!.work).toEqual({ kind: "exponential", mean: ns(2) });
    const others = { n: 5, delay: "iid uniform(0,2), no queueing" };
    const first = planned("quorum/fan-out latency", others, "p90 of the fastest of n replies");
    expect(first.scenario.gateways.redundancy).toMatchObject({ copies: 5, needed: 1 });
    expect(first.scenario.traffic[0]!.work).toEqual({ kind: "uniform", from: 0, to: ns(2) });
    expect(planned("quorum/fan-out latency", setup, "p99 commit latency").tasks[0]!.measure).toMatchObject({ q: 0.99 });
    expect(reasonFor("quorum/fan-out latency", { ...setup, acks_needed: 5 }, "mean commit latency")).toContain(
      "cannot come",
    );
  });
});

describe("servers that fail", () => {
  it("pause at random and go on where they were", () => {
    const rule =
      "server fails at any time, job in service resumes after repair (preemptive resume), arrivals keep queueing";
    const setup = { lam: 0.2, mu: 1, fail_rate: 0.1, repair_rate: 0.5, rule };
    const { scenario } = planned("failures", setup, "[availability, mean response time]", [1, 1]);
    const [between, lasts] = [ns(10), ns(2)].map((mean) => ({ kind: "exponential", mean }));
    expect(scenario.faults).toMatchObject([{ kind: "pause", timing: { kind: "recurring", between, lasts } }]);
    expect(reasonFor("failures", { ...setup, lam: 0.9 }, "[availability, mean response time]")).toContain("no steady");
  });

  it("have customers who leave", () => {
    const setup = { c: 3, lam: 4, mu: 1, patience: "exponential rate 0.2" };
    const { scenario } = planned("abandonment", setup, "[P(abandon), mean queue length, P(wait)]", [1, 1, 1]);
    expect(scenario.nodes[0]).toMatchObject({ workers: 3, shedding: { expired: "at-once" } });
    expect(scenario.traffic[0]!.deadline).toEqual({ kind: "exponential", mean: ns(5) });
  });
});

describe("backoff", () => {
  const hop = { meanNs: 10e6, deviationNs: 0 };

  it("of nobody else: one write and four hops", () => {
    expect(contest({ clients: 1, hop, backoff: { kind: "none" } }, 1, "alone")).toEqual({ writes: 1, endNs: 40e6 });
  });

  it("without jitter, in step: every round has one winner", () => {
    expect(contest({ clients: 4, hop, backoff: { kind: "none" } }, 1, "in step").writes).toBe(4 + 3 + 2 + 1);
  });
});

describe("histories of queues", () => {
  it("count what was lost, duplicated, unexpected and recovered, with multiplicity", () => {
    expect(queueFigures("")).toEqual([0, 0, 0, 0, 0, 0, 0]);
    expect(queueFigures("invoke enqueue 1; ok enqueue 1; invoke dequeue; ok dequeue 1")).toEqual([1, 1, 1, 0, 0, 0, 0]);
    expect(queueFigures("invoke enq 1; ok enq 1; ok deq 2")).toEqual([1, 1, 0, 1, 0, 1, 0]);
    expect(queueFigures("invoke enq 1; invoke enq 1; ok enq 1; ok deq 1; ok deq 1; ok deq 1")).toEqual([
      ...[2, 1, 2, 0, 1, 0, 1],
    ]);
  });
});
