import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { once } from "../../fixtures/scenario.ts";
import { parsed, withSections } from "./support.ts";
import type { ArrivalSpec, DistributionSpec, KeySpec, NodeSpec, ProducerSpec } from "../../../sim/index.ts";
import { toDocument } from "../../../scenarios/index.ts";

/** The file that the project was asked to accept, to the letter. */
const EXAMPLE = `# yaml-language-server: $schema=../scenario.schema.json
name: One slow node
question: One of five nodes runs at a third of its speed. Who notices?
claim: least-response-time keeps p99 under a quarter of round-robin's.
seed: 1
duration: 2m
warmup: 20s
traffic:
  - name: web
    arrivals: {poisson: 400/s}
    keys: {zipf: {count: 10000, exponent: 1.1}}
    work: {exponential: 8ms}
nodes:
  - {name: n, count: 4, workers: 1, queue: {capacity: 2000}}
  - {name: slow, speed: 0.33, workers: 1, queue: {capacity: 2000}}
network: {latency: {lognormal: {mean: 500us, cv: 0.3}}}
faults:
  - {crash: n2, at: 1m, for: 15s}
balancers: [round-robin, hash, least-response-time, {power-of-two-choices: {choices: 2}}]
expect:
  - p99(responseTime, least-response-time) < 0.25 * p99(responseTime, round-robin)
  - lost(least-response-time) == 0 or lostFraction(least-response-time) < 1%
`;

function producer(text: string): ProducerSpec {
  return parsed(withSections({ traffic: text })).scenario.traffic[0]!;
}

function arrivals(text: string): ArrivalSpec {
  return producer(`{arrivals: ${text}, work: 1ms}`).arrivals;
}

function work(text: string): unknown {
  return producer(`{arrivals: {poisson: 1/s}, work: ${text}}`).work;
}

function nodes(text: string): readonly NodeSpec[] {
  return parsed(withSections({ nodes: text })).scenario.nodes;
}

describe("the example", () => {
  it("is read as it was meant", () => {
    const { scenario } = parsed(EXAMPLE);
    const node = {
      zone: "default",
      workers: 1,
      weight: 1,
      queueCapacity: 2000,
      discipline: "fifo",
      overflow: "reject",
      durable: false,
    };
    expect(scenario).toEqual({
      name: "One slow node",
      question: "One of five nodes runs at a third of its speed. Who notices?",
      claim: "least-response-time keeps p99 under a quarter of round-robin's.",
      seed: 1,
      durationNs: 120e9,
      drainNs: 0,
      warmup: { kind: "duration", ns: 20e9 },
      traffic: [
        {
          name: "web",
          zone: "default",
          arrivals: { kind: "poisson", ratePerSecond: 400 },
          keys: { kind: "zipf", count: 10000, exponent: 1.1 },
          work: { kind: "exponential", mean: 8e6 },
          size: { kind: "constant", value: 1024 },
          priority: 0,
        },
      ],
      gateways: { count: 1, assign: "random", zones: ["default"], detectionNs: 1e9, queueCapacity: 0 },
      nodes: [
        ...[1, 2, 3, 4].map((i) => ({ name: `n${i}`, group: "n", speed: 1, ...node })),
        { name: "slow", group: "slow", speed: 0.33, ...node },
      ],
      network: { rules: [{ link: null, between: null, latency: { kind: "lognormal", mean: 500e3, cv: 0.3 } }] },
      faults: [{ kind: "crash", nodes: [1], timing: once(60e9, 75e9), label: "crash n2" }],
      balancers: [
        { algorithm: "round-robin", label: "round-robin", parameters: {} },
        { algorithm: "hash", label: "hash", parameters: {} },
        { algorithm: "least-response-time", label: "least-response-time", parameters: {} },
        { algorithm: "power-of-two-choices", label: "power-of-two-choices", parameters: { choices: 2 } },
      ],
      expect: [
        "p99(responseTime, least-response-time) < 0.25 * p99(responseTime, round-robin)",
        "lost(least-response-time) == 0 or lostFraction(least-response-time) < 1%",
      ],
    });
  });

  it("is read from CRLF and behind a byte-order mark alike", () => {
    const { scenario } = parsed(EXAMPLE);
    expect(parsed(`\ufeff${EXAMPLE.replace(/\n/g, "\r\n")}`).scenario).toEqual(scenario);
  });

  it("ships in the library", () => {
    expect(parsed(readFileSync("scenarios/library/one-slow-node.yaml", "utf8")).scenario.name).toBe("One slow node");
  });
});

describe("arrivals", () => {
  it.each<[string, ArrivalSpec]>([
    ["{poisson: 12/min}", { kind: "poisson", ratePerSecond: 0.2 }],
    ["{regular: 100/s}", { kind: "regular", ratePerSecond: 100 }],
    [
      "{bursty: {on: {rate: 900/s, mean: 2s}, off: {mean: 8s}}}",
      {
        kind: "bursty",
        states: [
          { ratePerSecond: 900, meanNs: 2e9 },
          { ratePerSecond: 0, meanNs: 8e9 },
        ],
      },
    ],
    ["{bursty: {states: [{rate: 1/s, mean: 1s}]}}", { kind: "bursty", states: [{ ratePerSecond: 1, meanNs: 1e9 }] }],
    ["{batch: {rate: 10/s, size: 4}}", { kind: "batch", batchesPerSecond: 10, size: { kind: "constant", value: 4 } }],
    [
      "{batch: {rate: 10/s, size: {geometric: 4}}}",
      { kind: "batch", batchesPerSecond: 10, size: { kind: "geometric", mean: 4 } },
    ],
    [
      "{schedule: [{at: 0s, rate: 0/s}, {at: 1m, rate: 100/s}]}",
      {
        kind: "schedule",
        points: [
          { atNs: 0, ratePerSecond: 0 },
          { atNs: 60e9, ratePerSecond: 100 },
        ],
        shape: "ramp",
        periodNs: Infinity,
      },
    ],
    [
      "{schedule: {points: [{at: 0, rate: 5/s}], shape: step, period: 24h}}",
      { kind: "schedule", points: [{ atNs: 0, ratePerSecond: 5 }], shape: "step", periodNs: 86_400e9 },
    ],
    ["{closed: {clients: 50}}", { kind: "closed", clients: 50, think: { kind: "constant", value: 0 } }],
    [
      "{closed: {clients: 50, think: {exponential: 1s}}}",
      { kind: "closed", clients: 50, think: { kind: "exponential", mean: 1e9 } },
    ],
  ])("%s", (text, spec) => expect(arrivals(text)).toEqual(spec));
});

describe("distributions", () => {
  it.each<[string, DistributionSpec]>([
    ["8ms", { kind: "constant", value: 8e6 }],
    ["0", { kind: "constant", value: 0 }],
    ["{constant: 8ms}", { kind: "constant", value: 8e6 }],
    ["{exponential: 8ms}", { kind: "exponential", mean: 8e6 }],
    ["{exponential: {mean: 8ms}}", { kind: "exponential", mean: 8e6 }],
    ["{erlang: {mean: 8ms, stages: 4}}", { kind: "erlang", mean: 8e6, stages: 4 }],
    ["{uniform: {from: 1ms, to: 2ms}}", { kind: "uniform", from: 1e6, to: 2e6 }],
    ["{lognormal: {mean: 8ms, cv: 1.5}}", { kind: "lognormal", mean: 8e6, cv: 1.5 }],
    ["{pareto: {shape: 1.5, min: 2ms}}", { kind: "pareto", shape: 1.5, min: 2e6, max: Infinity }],
    ["{pareto: {shape: 1.5, min: 2ms, max: 1s}}", { kind: "pareto", shape: 1.5, min: 2e6, max: 1e9 }],
    ["{pareto: {shape: 1.5, mean: 6ms}}", { kind: "pareto", shape: 1.5, min: 2e6, max: Infinity }],
    ["{weibull: {shape: 2, scale: 8ms}}", { kind: "weibull", shape: 2, scale: 8e6 }],
    ["{gamma: {mean: 8ms, shape: 2}}", { kind: "gamma", mean: 8e6, shape: 2 }],
    ["{gamma: {mean: 8ms, cv: 0.5}}", { kind: "gamma", mean: 8e6, shape: 4 }],
    ["[1ms, 3ms]", { kind: "empirical", values: [1e6, 3e6], weights: [1, 1] }],
    ["{empirical: [1ms, 3ms]}", { kind: "empirical", values: [1e6, 3e6], weights: [1, 1] }],
    ["{empirical: {values: [1ms, 3ms], weights: [7, 3]}}", { kind: "empirical", values: [1e6, 3e6], weights: [7, 3] }],
    [
      "{hyperexponential: {branches: [{probability: 90%, mean: 1ms}, {probability: 0.1, mean: 71ms}]}}",
      {
        kind: "hyperexponential",
        branches: [
          { probability: 0.9, mean: 1e6 },
          { probability: 0.1, mean: 71e6 },
        ],
      },
    ],
  ])("work: %s", (text, spec) => expect(work(text)).toEqual(spec));

  it("reads sizes in the same grammar", () => {
    const sized = (text: string): unknown => producer(`{arrivals: {poisson: 1/s}, work: 1ms, size: ${text}}`).size;
    expect(sized("4KiB")).toEqual({ kind: "constant", value: 4096 });
    expect(sized("{lognormal: {mean: 20kB, cv: 3}}")).toEqual({ kind: "lognormal", mean: 20_000, cv: 3 });
  });

  it.each([1, 1.5, 2, 4])("fits a hyperexponential to cv %d with balanced means", (cv) => {
    const spec = work(`{hyperexponential: {mean: 10ms, cv: ${cv}}}`) as Extract<
      DistributionSpec,
      { kind: "hyperexponential" }
    >;
    const [first, second] = spec.branches as [
      { probability: number; mean: number },
      { probability: number; mean: number },
    ];
    const mean = first.probability * first.mean + second.probability * second.mean;
    const square = 2 * (first.probability * first.mean ** 2 + second.probability * second.mean ** 2);
    expect(mean).toBeCloseTo(10e6, 3);
    expect(Math.sqrt(square / mean ** 2 - 1)).toBeCloseTo(cv, 9);
    expect(first.probability * first.mean).toBeCloseTo(second.probability * second.mean, 3);
  });

  it("finds the minimum of a bounded Pareto distribution from its mean", () => {
    const { shape, min, max } = work("{pareto: {shape: 1.5, mean: 8ms, max: 10s}}") as {
      shape: number;
      min: number;
      max: number;
    };
    // The textbook mean of the bounded Pareto distribution.
    const mean =
      (min ** shape / (1 - (min / max) ** shape)) * (shape / (shape - 1)) * (min ** (1 - shape) - max ** (1 - shape));
    expect(mean / 8e6).toBeCloseTo(1, 9);
  });

  it("finds the scale of a Weibull distribution from its mean", () => {
    // Gamma(1 + 1/2) is the square root of pi over 2; Gamma(1 + 1/0.5) is 2.
    expect((work("{weibull: {shape: 2, mean: 8ms}}") as { scale: number }).scale).toBeCloseTo(
      (8e6 * 2) / Math.sqrt(Math.PI),
      3,
    );
    expect((work("{weibull: {shape: 0.5, mean: 8ms}}") as { scale: number }).scale).toBeCloseTo(4e6, 3);
  });
});

describe("traffic", () => {
  it("is a producer or a list, with names by default", () => {
    const one = "{arrivals: {poisson: 1/s}, work: 1ms}";
    expect(parsed(withSections({ traffic: one })).scenario.traffic.map(({ name }) => name)).toEqual(["traffic"]);
    const { traffic } = parsed(
      withSections({ traffic: `[${one}, {name: b, arrivals: {poisson: 1/s}, work: 1ms}]` }),
    ).scenario;
    expect(traffic.map(({ name }) => name)).toEqual(["t1", "b"]);
  });

  it.each<[string, KeySpec]>([
    ["{uniform: 1000}", { kind: "uniform", count: 1000 }],
    ["{uniform: {count: 1000}}", { kind: "uniform", count: 1000 }],
    ["{zipf: {count: 10, exponent: 0}}", { kind: "zipf", count: 10, exponent: 0 }],
    ["{constant: 7}", { kind: "constant", key: 7 }],
  ])("keys: %s", (text, keys) =>
    expect(producer(`{arrivals: {poisson: 1/s}, work: 1ms, keys: ${text}}`).keys).toEqual(keys),
  );

  it("takes from a trace what the trace has", () => {
    const text = withSections({
      traffic: `{name: llm, arrivals: {trace: {file: a.csv, time: {column: TIMESTAMP, unit: iso}, key: 3,
        work: {column: tokens, each: 12ms, missing: "0"}, unordered: {sort: 2s}, speedup: 10, repeat: 3, limit: 100, delimiter: ;}}, priority: 2}`,
    });
    const { scenario, traces } = parsed(text, { baseDir: "/data" });
    expect(scenario.traffic[0]).toMatchObject({
      arrivals: { kind: "trace", trace: "llm" },
      keys: { kind: "trace" },
      work: { kind: "trace" },
      size: { kind: "constant", value: 1024 },
      priority: 2,
    });
    expect(traces).toEqual({
      llm: {
        file: "a.csv",
        baseDir: "/data",
        format: "auto",
        delimiter: ";",
        header: true,
        logFormat: null,
        time: { column: "TIMESTAMP", missing: null, unit: "iso", minus: null },
        key: { column: "3", missing: null },
        work: { column: "tokens", missing: "0", each: 12e6 },
        size: null,
        unordered: { kind: "sort", windowNs: 2e9 },
        spreadNs: 0,
        speedup: 10,
        repeat: 3,
        limit: 100,
      },
    });
  });

  it("ends with the traces where all traffic is one and no duration is given", () => {
    const { scenario } = parsed(
      "traffic: {arrivals: {trace: {file: a.log, work: true, time: {minus: request_time}}}}\nnodes: 2\nbalancers: hash\n",
    );
    expect(scenario.durationNs).toBe(Infinity);
    expect(scenario.warmup).toEqual({ kind: "duration", ns: 0 });
  });
});

describe("nodes", () => {
  it("may be a number, a map or a list", () => {
    expect(nodes("3").map(({ name, group }) => [name, group])).toEqual([
      ["n1", "n"],
      ["n2", "n"],
      ["n3", "n"],
    ]);
    expect(nodes("{name: only, workers: 2}").map(({ name, workers }) => [name, workers])).toEqual([["only", 2]]);
    expect(nodes("{count: 2}").map(({ name }) => name)).toEqual(["n1", "n2"]);
    expect(nodes("[{name: a}, {name: b, count: 1}]").map(({ name, group }) => [name, group])).toEqual([
      ["a", "a"],
      ["b1", "b"],
    ]);
  });

  it("reads everything that can be said about one", () => {
    const text =
      "{name: a, zone: eu, workers: 3, speed: 2, weight: 5, queue: {capacity: 9, discipline: lifo, overflow: drop-oldest}, durable: true}";
    expect(nodes(text)).toEqual([
      {
        name: "a",
        group: "a",
        zone: "eu",
        workers: 3,
        speed: 2,
        weight: 5,
        queueCapacity: 9,
        discipline: "lifo",
        overflow: "drop-oldest",
        durable: true,
      },
    ]);
  });

  it("has unbounded queues unless told, and none of capacity 0", () => {
    expect(nodes("1")[0]!.queueCapacity).toBe(Infinity);
    expect(nodes("{queue: {capacity: unbounded}}")[0]!.queueCapacity).toBe(Infinity);
    expect(nodes("{queue: {capacity: 0}}")[0]!.queueCapacity).toBe(0);
  });
});

describe("the rest", () => {
  it("reads gateways", () => {
    const gateways = (text: string): unknown => parsed(withSections({ gateways: text })).scenario.gateways;
    expect(gateways("8")).toEqual({
      count: 8,
      assign: "random",
      zones: ["default"],
      detectionNs: 1e9,
      queueCapacity: 0,
    });
    expect(gateways("{count: 2, assign: producer, zone: eu, detection: never, queue: {capacity: unbounded}}")).toEqual({
      count: 2,
      assign: "producer",
      zones: ["eu"],
      detectionNs: Infinity,
      queueCapacity: Infinity,
    });
    expect(gateways("{queue: {capacity: 5, withoutNode: refuse}}")).toMatchObject({ withoutNode: "refuse" });
  });

  it("reads all that links do, in the units in which people write it", () => {
    const network = `
      bandwidth: 8Mbit/s
      loss: 1%
      duplication: 0.5%
      ordered: true
      back: {loss: {gilbertElliott: {goodToBad: 1%, badToGood: 20%}}}
      links: {gateway-node: {bandwidth: 2MB/s, forward: {ordered: false}}}
      zones: [{between: [gateway1, default], direction: forward, latency: 2ms, bandwidth: 1KiB/s}]`;
    const { scenario } = parsed(withSections({ network }));
    const burst = { kind: "gilbert-elliott", goodToBad: 0.01, badToGood: 0.2, lossInGood: 0, lossInBad: 1 };
    expect(scenario.network.rules).toEqual([
      {
        link: null,
        between: ["gateway1", "default"],
        direction: "forward",
        latency: { kind: "constant", value: 2e6 },
        bandwidthBytesPerSecond: 1024,
      },
      { link: "gateway-node", between: null, direction: "forward", ordered: false },
      { link: "gateway-node", between: null, bandwidthBytesPerSecond: 2e6 },
      { link: null, between: null, direction: "back", loss: burst },
      {
        link: null,
        between: null,
        bandwidthBytesPerSecond: 1e6,
        duplication: 0.005,
        ordered: true,
        loss: { kind: "independent", probability: 0.01 },
      },
    ]);
    expect(parsed(JSON.stringify(toDocument(scenario))).scenario).toEqual(scenario);
  });
  it("orders the network's rules by zones, links, everywhere", () => {
    const network =
      "{latency: 3ms, zones: [{between: [default, default], latency: 1ms, link: gateway-node}], links: {producer-gateway: {latency: 2ms}}}";
    expect(parsed(withSections({ network })).scenario.network.rules).toEqual([
      { link: "gateway-node", between: ["default", "default"], latency: { kind: "constant", value: 1e6 } },
      { link: "producer-gateway", between: null, latency: { kind: "constant", value: 2e6 } },
      { link: null, between: null, latency: { kind: "constant", value: 3e6 } },
    ]);
  });

  it("finds the nodes of faults by name and by group", () => {
    const faults = `[{crash: n, at: 1s}, {slow: [n3, n1], factor: 2, at: 2s, for: 3s}, {crash: n2, at: 1m, for: 100d, as: rack 1}]`;
    expect(parsed(withSections({ faults })).scenario.faults).toEqual([
      { kind: "crash", nodes: [0, 1, 2, 3], timing: once(1e9), label: "crash n" },
      { kind: "slow", nodes: [0, 2], timing: once(2e9, 5e9), factor: 2, label: "slow n3, n1 by 2" },
      { kind: "crash", nodes: [1], timing: once(60e9, 60e9 + 100 * 86_400e9), label: "rack 1" },
    ]);
  });

  it("labels balancers that appear more than once by their parameters", () => {
    const balancers =
      "[random, {power-of-two-choices: {choices: 3}}, {power-of-two-choices: {choices: 5}}, {hash: {as: mine}}, {hash: }, least-time]";
    expect(parsed(withSections({ balancers })).scenario.balancers).toEqual([
      { algorithm: "random", label: "random", parameters: {} },
      { algorithm: "power-of-two-choices", label: "power-of-two-choices(choices=3)", parameters: { choices: 3 } },
      { algorithm: "power-of-two-choices", label: "power-of-two-choices(choices=5)", parameters: { choices: 5 } },
      { algorithm: "hash", label: "mine", parameters: {} },
      { algorithm: "hash", label: "hash", parameters: {} },
      { algorithm: "least-response-time", label: "least-time", parameters: {} },
    ]);
  });

  it("fills in seed, warm-up and names", () => {
    const { scenario } = parsed(withSections({}), { file: "scenarios/flash sale.yaml" });
    expect(scenario).toMatchObject({ name: "flash sale", question: "", claim: "", seed: 1, drainNs: 0, expect: [] });
    expect(scenario.warmup).toEqual({ kind: "duration", ns: 6e9 });
    expect(parsed(withSections({ warmup: "auto" })).scenario.warmup).toEqual({ kind: "auto" });
  });

  it("keeps remarks in the document, and leaves x- keys to their author", () => {
    const text = `x-queue: &q {capacity: 5}\n${withSections({ description: "why", notes: "how" })}`.replace(
      "count: 4",
      "count: 4\n  queue: *q",
    );
    const { scenario, document } = parsed(text);
    expect(scenario.nodes[0]!.queueCapacity).toBe(5);
    expect(document).toMatchObject({ description: "why", notes: "how" });
  });

  it("merges with <<", () => {
    const text =
      "x-n: &n {speed: 2, workers: 3}\n" +
      withSections({}).replace("name: n\n  count: 4", "<<: *n\n  name: a\n  workers: 4");
    expect(parsed(text).scenario.nodes).toMatchObject([{ name: "a", speed: 2, workers: 4 }]);
  });
});
