/** Theory beside measurement, on real runs: where a formula applies it agrees, and where none does the reason is exact. */
import { describe, expect, it } from "vitest";
import {
  findBalancer,
  runJob,
  type LinkRule,
  type RunResult,
  type Scenario,
  type TheoryRow,
} from "../../../sim/index.ts";
import type { NodeSpec, ParameterValue, ProducerSpec, RedundancySpec, TraceSource } from "../../../sim/index.ts";
import { once } from "../../fixtures/scenario.ts";

const MS = 1e6;

function node(name: string, more: Partial<NodeSpec> = {}): NodeSpec {
  return {
    name,
    group: "n",
    zone: "a",
    workers: 1,
    speed: 1,
    weight: 1,
    queueCapacity: Infinity,
    discipline: "fifo",
    overflow: "reject",
    durable: false,
    ...more,
  };
}

function nodes(count: number, more: Partial<NodeSpec> = {}): NodeSpec[] {
  return Array.from({ length: count }, (_, i) => node(`n${i + 1}`, more));
}

function web(more: Partial<ProducerSpec> = {}): ProducerSpec {
  return {
    name: "web",
    zone: "a",
    arrivals: { kind: "poisson", ratePerSecond: 320 },
    keys: { kind: "none" },
    work: { kind: "exponential", mean: 10 * MS },
    size: { kind: "constant", value: 1 },
    priority: 0,
    ...more,
  };
}

/** Four nodes at load 0.8 unless changed; 1,200 s of traffic, or briefer where only the words matter. */
function scenario(more: Partial<Scenario> = {}): Scenario {
  return {
    name: "s",
    question: "",
    claim: "",
    seed: 1,
    durationNs: 1200e9,
    drainNs: Infinity,
    warmup: { kind: "duration", ns: 30e9 },
    traffic: [web()],
    gateways: { count: 1, assign: "random", zones: ["a"], detectionNs: 0, queueCapacity: 0 },
    nodes: nodes(4),
    network: { rules: [] },
    faults: [],
    balancers: [],
    expect: [],
    ...more,
  };
}

const brief = { durationNs: 20e9, warmup: { kind: "duration", ns: 0 } } as const;

/** A trace of two records. */
function twoRecords(): TraceSource {
  const records = {
    length: 2,
    timeNs: Float64Array.of(MS, 2 * MS),
    key: Float64Array.of(0, 0),
    workNs: Float64Array.of(MS, MS),
    sizeBytes: Float64Array.of(1, 1),
  };
  const blocks = [records, null];
  return { next: () => Promise.resolve(blocks.shift() ?? null), close: () => Promise.resolve() };
}

async function run(
  algorithm: string,
  changes: Partial<Scenario> = {},
  parameters: Record<string, ParameterValue> = {},
): Promise<RunResult> {
  const host = {
    definition: (name: string) => findBalancer(name)!,
    openTrace: twoRecords,
  };
  return await runJob(
    { scenario: scenario(changes), balancer: { algorithm, label: algorithm, parameters }, seed: 7 },
    host,
  );
}

function find(result: RunResult, name: string, measure = "mean response time"): TheoryRow {
  const found = result.theory.find((row) => row.name.includes(name) && row.measure === measure);
  if (found === undefined) throw new Error(`no row ${name}: ${result.theory.map((row) => row.name).join("; ")}`);
  return found;
}

function why(result: RunResult): string {
  const row = find(result, "queueing formula");
  expect(row.predicted).toBeNull();
  expect(row.relativeDifference).toBeNull();
  return row.note;
}

describe("rows of every run", () => {
  it("the ideal load, the mean over nodes, the pooled bound, and for round robin what is taught", async () => {
    const result = await run("round-robin", brief);
    expect(result.theory.map((row) => row.role)).toEqual([
      "reference",
      "reference",
      "applies",
      "applies",
      "bound",
      "taught",
    ]);
    const ideal = result.theory[0]!;
    const arrivals = result.nodes.map((one) => one.arrivals);
    expect(ideal.predicted).toBe(arrivals.reduce((sum, count) => sum + count, 0) / 4);
    expect(ideal.measured).toBe(Math.max(...arrivals));
    const means = result.nodes.map((one) => one.meanResponseTime!);
    expect(result.theory[1]!.predicted).toBeCloseTo(means.reduce((sum, mean) => sum + mean, 0) / 4, 12);
    const taught = result.theory.at(-1)!;
    expect(taught.predicted).toBe(result.messages.offered * 4);
    expect(taught.note).toContain("wrong");
  });

  it("only round robin shows what is taught", async () => {
    const result = await run("random", brief);
    expect(result.theory.some((row) => row.role === "taught")).toBe(false);
  });
});

describe("formulas that apply agree with the measurement", () => {
  const near = (row: TheoryRow, slack = 0.04): void => {
    expect(row.role).toBe("applies");
    expect(Math.abs(row.relativeDifference!)).toBeLessThan(slack);
  };

  it("M/M/1 per node under random splitting, mean and p99", async () => {
    const result = await run("random");
    near(find(result, "M/M/1 per node"));
    near(find(result, "M/M/1 per node", "p99 response time"), 0.08);
    const bound = find(result, "M/M/4");
    expect(bound.role).toBe("bound");
    expect(bound.predicted!).toBeLessThan(bound.measured!);
  });

  it("weights split the stream by weight over unequal nodes", async () => {
    const unequal = [node("fast", { speed: 3, weight: 3 }), node("slow")];
    near(find(await run("random", { nodes: unequal }, { weighted: true }), "M/M/1 per node"));
  });

  it("hashing splits it by the keys, shares as measured", async () => {
    const traffic = [
      web({ keys: { kind: "uniform", count: 5000 }, arrivals: { kind: "poisson", ratePerSecond: 240 } }),
    ];
    near(find(await run("hash", { traffic }), "M/M/1 per node under hashing"));
  });

  it("M/G/1 and processor sharing", async () => {
    const erlang = [web({ work: { kind: "erlang", mean: 10 * MS, stages: 3 } })];
    near(find(await run("random", { traffic: erlang }), "M/G/1 per node"));
    const sharing = nodes(4, { discipline: "processor-sharing" });
    near(find(await run("random", { traffic: erlang, nodes: sharing }), "M/G/1-PS per node"), 0.06);
  });

  it("Erlang arrivals per node under strict round robin", async () => {
    const result = await run("round-robin");
    near(find(result, "E4/M/1"));
    near(find(result, "E4/M/1", "p99 response time"), 0.08);
  });

  it("is silent where links do more than take time", async () => {
    const rules: LinkRule[] = [{ link: "gateway-node", between: null, bandwidthBytesPerSecond: 1e6 }];
    const { theory } = await run("random", { network: { rules } });
    expect(theory.some(({ role }) => role === "applies" || role === "bound")).toBe(false);
    expect(theory.some(({ note }) => note.startsWith("Links lose or duplicate messages"))).toBe(true);
  });
  it("latency is added there and back", async () => {
    const rules = [
      { link: "gateway-node", between: null, latency: { kind: "constant", value: 5 * MS } },
      { link: null, between: null, latency: { kind: "constant", value: 2 * MS } },
    ] as const;
    const row = find(await run("round-robin", { network: { rules } }), "E4/M/1");
    near(row);
    const without = find(await run("round-robin", brief), "E4/M/1").predicted!;
    expect(row.predicted! - without).toBeCloseTo(2 * (0.002 + 0.005), 9);
    expect(row.formula).toContain("+ latency");
  });

  it("one shared queue is M/M/c, and so is least work left", async () => {
    const gateways = { ...scenario().gateways, queueCapacity: Infinity };
    near(find(await run("central-queue", { gateways }), "M/M/4"));
    near(find(await run("least-work-left"), "M/M/4"));
  });

  it("finite queues: M/M/1/K per node", async () => {
    const result = await run("random", { nodes: nodes(4, { queueCapacity: 4 }) });
    near(find(result, "M/M/1/5 per node"), 0.02);
    expect(find(result, "one queue for all workers").note).toContain("Messages were lost");
  });

  it("a lone node is its own queue, whatever the arrivals", async () => {
    const lone = { nodes: nodes(1, { speed: 4 }) };
    const stream = (arrivals: ProducerSpec["arrivals"]): Partial<Scenario> => ({
      ...lone,
      traffic: [web({ arrivals })],
    });
    near(find(await run("least-connections", lone), "M/M/1"), 0.05);
    near(find(await run("hash", stream({ kind: "regular", ratePerSecond: 320 })), "D/M/1"), 0.05);
    const size = { kind: "geometric", mean: 3 } as const;
    near(find(await run("random", stream({ kind: "batch", batchesPerSecond: 80, size })), "M^[X]/M/1"), 0.08);
    const states = [
      { ratePerSecond: 500, meanNs: 100 * MS },
      { ratePerSecond: 100, meanNs: 100 * MS },
    ];
    near(find(await run("random", stream({ kind: "bursty", states })), "MMPP/M/1"), 0.08);
    near(find(await run("random", { nodes: nodes(1, { workers: 4 }) }), "M/M/4"), 0.06);
  });

  it("priorities: the mean over the classes", async () => {
    const traffic = [
      web({ name: "bulk", arrivals: { kind: "poisson", ratePerSecond: 160 } }),
      web({
        name: "urgent",
        priority: 1,
        arrivals: { kind: "poisson", ratePerSecond: 120 },
        work: { kind: "constant", value: 5 * MS },
      }),
    ];
    near(
      find(await run("random", { traffic, nodes: nodes(4, { discipline: "priority" }) }), "M/G/1 with priorities"),
      0.05,
    );
  });
});

describe("limits and references", () => {
  it("power of two choices lies above the limit of many nodes", async () => {
    const row = find(
      await run("power-of-two-choices", { ...brief, durationNs: 200e9 }),
      "supermarket model with 2 choices",
    );
    expect(row.role).toBe("reference");
    expect(row.measured!).toBeGreaterThan(row.predicted!);
  });

  it("Kingman's bound lies above round robin with work that is not exponential", async () => {
    const traffic = [web({ work: { kind: "lognormal", mean: 10 * MS, cv: 2 } })];
    const row = find(await run("round-robin", { traffic, durationNs: 300e9 }), "Kingman");
    expect(row.role).toBe("reference");
    expect(row.predicted!).toBeGreaterThan(row.measured!);
  });
});

describe("where no formula applies it says exactly why", () => {
  it.each<[string, string, Partial<Scenario>]>([
    [
      "faults",
      "Faults change the capacity",
      { faults: [{ kind: "crash", nodes: [0], timing: once(1e9, 2e9), label: "crash n1" }] },
    ],
    [
      "a trace",
      "recorded trace",
      { traffic: [web({ arrivals: { kind: "trace", trace: "t" }, work: { kind: "trace" } })] },
    ],
    [
      "a closed population",
      "closed population",
      { traffic: [web({ arrivals: { kind: "closed", clients: 3, think: { kind: "constant", value: MS } } })] },
    ],
    [
      "a schedule",
      "rate changes over time",
      {
        traffic: [
          web({
            arrivals: {
              kind: "schedule",
              shape: "step",
              periodNs: Infinity,
              points: [{ atNs: 0, ratePerSecond: 100 }],
            },
          }),
        ],
      },
    ],
    [
      "bursts",
      "bursty, not Poisson",
      { traffic: [web({ arrivals: { kind: "bursty", states: [{ ratePerSecond: 100, meanNs: 1e9 }] } })] },
    ],
    ["overload", "The load is 1.25", { traffic: [web({ arrivals: { kind: "poisson", ratePerSecond: 500 } })] }],
    ["several gateways", "Several gateways", { gateways: { ...scenario().gateways, count: 3 } }],
    ["several workers", "several workers", { nodes: nodes(2, { workers: 2 }) }],
    ["losses", "lost to full queues", { nodes: nodes(4, { queueCapacity: 1 }) }],
  ])("%s", async (_, expected, changes) => {
    expect(why(await run("round-robin", { ...brief, ...changes }))).toContain(expected);
  });

  it("by balancer", async () => {
    expect(why(await run("least-connections", brief))).toContain("no closed form");
    expect(why(await run("least-response-time", brief))).toContain("moving average");
    const weighted = [node("a", { weight: 2 }), node("b")];
    expect(why(await run("weighted-round-robin", { ...brief, nodes: weighted }))).toContain("unequal weights");
    expect(find(await run("weighted-round-robin", brief), "E4/M/1").role).toBe("applies");
    expect(why(await run("power-of-two-choices", { ...brief, nodes: [node("a"), node("b", { speed: 2 })] }))).toContain(
      "equal nodes",
    );
    const gateways = { ...scenario().gateways, queueCapacity: Infinity };
    expect(
      why(await run("central-queue", { ...brief, gateways, nodes: [node("a"), node("b", { speed: 2 })] })),
    ).toContain("unequal");
  });

  it("full queues that drop their oldest", async () => {
    const dropping = nodes(4, { queueCapacity: 1, overflow: "drop-oldest" });
    expect(why(await run("random", { ...brief, nodes: dropping }))).toContain("drop their oldest");
  });
});

describe("copies of messages", () => {
  const redundancy = { copies: 2, cancel: "on-completion", work: "independent" } as const;
  const gateways = { count: 1, assign: "random", zones: ["a"], detectionNs: 0, queueCapacity: 0 } as const;
  const withCopies = (more: Partial<Scenario> = {}, changes: Partial<RedundancySpec> = {}): Partial<Scenario> => {
    return { gateways: { ...gateways, redundancy: { ...redundancy, ...changes } }, ...more };
  };

  it("redundancy-d applies to copies at random nodes, and no pooled queue is a bound any more", async () => {
    const result = await run("random", withCopies());
    const row = find(result, "redundancy-2");
    expect(row.role).toBe("applies");
    expect(row.predicted).toBeCloseTo(0.0172077922, 9);
    expect(Math.abs(row.relativeDifference!)).toBeLessThan(0.03);
    expect(result.theory.filter(({ role }) => role === "bound")).toEqual([]);
  });

  it.each([
    ["random", withCopies(brief, { cancel: "on-start" }), "cancelled on-start"],
    ["random", withCopies(brief, { cancel: "never" }), "cancelled never"],
    ["random", withCopies(brief, { work: "identical" }), "one and the same work"],
    ["round-robin", withCopies(brief), "drawn at random"],
    ["random", withCopies({ ...brief, nodes: nodes(4, { workers: 2 }) }), "one worker each"],
    ["random", withCopies({ ...brief, nodes: nodes(4, { queueCapacity: 1 }) }), "Messages were lost"],
    [
      "random",
      withCopies({ ...brief, traffic: [web({ work: { kind: "constant", value: 5 * MS } })] }),
      "exponential work",
    ],
  ])("%s: the assumption that is broken is named", async (algorithm, changes, reason) => {
    expect(why(await run(algorithm, changes))).toContain(reason);
  });
});
