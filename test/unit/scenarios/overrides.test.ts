import { describe, expect, it } from "vitest";
import { parseOverride, parseScenario, formatProblem, type Override } from "../../../scenarios/index.ts";
import { parsed } from "./support.ts";

const TEXT = `
duration: 2m
traffic:
  - {name: web, arrivals: {poisson: 400/s}, work: &work {exponential: 8ms}}
  - {name: api.v2, arrivals: {poisson: 40/s}, work: *work}
nodes:
  - {name: n, count: 4}
  - {name: slow, speed: 0.33}
faults:
  - {crash: n2, at: 1m, for: 15s}
balancers: [round-robin, hash, {power-of-two-choices: {choices: 2}}]
expect:
  - lost(hash) == 0
`;

function set(...pairs: readonly string[]): readonly Override[] {
  return pairs.map((pair) => parseOverride(pair)!);
}

function scenarioWith(...pairs: readonly string[]): ReturnType<typeof parsed>["scenario"] {
  return parsed(TEXT, { overrides: set(...pairs) }).scenario;
}

function problemsWith(overrides: readonly Override[]): readonly string[] {
  const result = parseScenario(TEXT, { file: "f.yaml", overrides });
  return result.ok ? [] : result.problems.map(formatProblem);
}

describe("--set", () => {
  it("is split at the first =", () => {
    expect(parseOverride("a.b=c=d")).toEqual({ path: "a.b", value: "c=d" });
    expect(parseOverride(" seed = 4 ")).toEqual({ path: "seed", value: "4" });
    expect(parseOverride("seed=")).toEqual({ path: "seed", value: "" });
    expect(parseOverride("seed")).toBeNull();
    expect(parseOverride("=4")).toBeNull();
  });

  it("finds items by name and by index, and makes what is missing", () => {
    const scenario = scenarioWith(
      "traffic.web.arrivals.poisson=900/s",
      "nodes.slow.speed=0.5",
      "nodes[0].count=2",
      "faults.0.at=10s",
      "gateways.queue.capacity=7",
      "network.latency={uniform: {from: 1ms, to: 2ms}}",
      "seed=9",
    );
    expect(scenario.traffic[0]!.arrivals).toEqual({ kind: "poisson", ratePerSecond: 900 });
    expect(scenario.nodes.map(({ name, speed }) => [name, speed])).toEqual([
      ["n1", 1],
      ["n2", 1],
      ["slow", 0.5],
    ]);
    expect(scenario.faults[0]!.timing).toMatchObject({ startNs: 10e9 });
    expect(scenario.gateways.queueCapacity).toBe(7);
    expect(scenario.network.rules[0]!.latency).toEqual({ kind: "uniform", from: 1e6, to: 2e6 });
    expect(scenario.seed).toBe(9);
  });

  it("reaches balancers by name, whether they have parameters yet or not", () => {
    const { balancers } = scenarioWith(
      "balancers.power-of-two-choices.choices=3",
      "balancers.hash.as=sharding",
      "balancers.3=random",
      "expect=[]",
    );
    expect(balancers).toEqual([
      { algorithm: "round-robin", label: "round-robin", parameters: {} },
      { algorithm: "hash", label: "sharding", parameters: {} },
      { algorithm: "power-of-two-choices", label: "power-of-two-choices", parameters: { choices: 3 } },
      { algorithm: "random", label: "random", parameters: {} },
    ]);
  });

  it("takes names with dots in quotes", () => {
    expect(scenarioWith('traffic."api.v2".priority=3').traffic[1]!.priority).toBe(3);
    expect(scenarioWith('traffic["api.v2"].priority=3').traffic[1]!.priority).toBe(3);
  });

  it("changes one place, not everything that an alias shares", () => {
    const { traffic } = scenarioWith("traffic.1.work.exponential=1ms");
    expect(traffic.map(({ work }) => work)).toEqual([
      { kind: "exponential", mean: 8e6 },
      { kind: "exponential", mean: 1e6 },
    ]);
  });

  it("goes into a section that is a single map by its name or by 0", () => {
    const text = TEXT.replace(
      /traffic:[^]*nodes:/,
      "traffic: {name: web, arrivals: {poisson: 1/s}, work: 1ms}\nnodes:",
    );
    for (const path of ["traffic.web.priority", "traffic.0.priority", "traffic.priority"]) {
      expect(parsed(text, { overrides: [{ path, value: "4" }] }).scenario.traffic[0]!.priority).toBe(4);
    }
  });

  it("applies in order", () => {
    expect(scenarioWith("seed=3", "seed=4").seed).toBe(4);
    expect(scenarioWith("nodes=[{name: a, count: 3}, {name: n2}]", "nodes.a.speed=2").nodes).toHaveLength(4);
  });

  it("leaves the text alone", () => {
    const { document } = parsed(TEXT, { overrides: set("seed=3") });
    expect(document.seed).toBe(3);
    expect(parsed(TEXT).scenario.seed).toBe(1);
  });
});

describe("a --set that is wrong", () => {
  it.each([
    [
      "traffic.web.arrivals.poisson=fast",
      '--set traffic.web.arrivals.poisson: expected a rate such as 400/s, got "fast"',
    ],
    [
      "traffic.web.keys={zipf: {count: 1}}",
      "--set traffic.web.keys: traffic[0].keys.zipf.exponent: expected an exponent such as 1.1, got nothing",
    ],
    [
      "nodes.slow.sped=3",
      '--set nodes.slow.sped: expected one of name, count, zone, workers, speed, weight, queue, durable, shedding, memory, contention, server; did you mean "speed"?, got "sped"',
    ],
    [
      "nodes.slwo.speed=3",
      '--set nodes.slwo.speed: expected one of n, slow; did you mean "slow"? or an index from 0 to 2 in nodes, got "slwo"',
    ],
    ["nodes.7.speed=3", '--set nodes.7.speed: expected one of n, slow or an index from 0 to 2 in nodes, got "7"'],
    ["duration.x=1", '--set duration.x: expected duration to be a map or a list, got "2m"'],
    ["duration=", "--set duration: expected a duration such as 2m, got nothing"],
    ["gateways.queue.capacity=[1", "--set gateways.queue.capacity: expected a closing ], got the end of the file"],
    ["a..b=1", '--set a..b: expected keys joined by dots, such as nodes.slow.speed, got "a..b"'],
    [
      "expect.0=lost(hsah) == 0",
      '--set expect.0: expected one of round-robin, hash, power-of-two-choices, *; did you mean "hash"?, got "hsah"',
    ],
  ])("%s", (pair, message) => expect(problemsWith(set(pair))).toEqual([message]));

  it("is told beside what is wrong with the file, and after it", () => {
    const result = parseScenario(TEXT.replace("2m", "2"), { file: "f.yaml", overrides: set("seed=-4", "sed=1") });
    expect(result.ok ? [] : result.problems.map((problem) => formatProblem(problem).split(": expected")[0])).toEqual([
      "f.yaml:2:11: duration",
      "--set seed",
      "--set sed",
    ]);
  });
});

describe("--balancer", () => {
  const replace = (value: string): readonly Override[] => [{ path: "balancers", value, option: "--balancer" }];

  it("replaces the list, and expectations may still speak of the file's balancers", () => {
    const { scenario } = parsed(TEXT, { overrides: replace("[random, least-connections]") });
    expect(scenario.balancers.map(({ label }) => label)).toEqual(["random", "least-connections"]);
    expect(scenario.expect).toEqual(["lost(hash) == 0"]);
  });

  it("is named in what is wrong with it", () => {
    expect(problemsWith(replace("[rnadom]"))[0]).toMatch(
      /^--balancer: balancers\[0\]: expected one of .*; did you mean "random"\?, got "rnadom"$/,
    );
  });
});
