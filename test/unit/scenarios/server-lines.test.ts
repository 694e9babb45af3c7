import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { immediateRetries } from "../../../sim/index.ts";
import { formatProblem, parseScenario } from "../../../scenarios/index.ts";

function parse(server: string, gateways = "2"): ReturnType<typeof parseScenario> {
  const text = `duration: 1m\ntraffic: {arrivals: {poisson: 10/s}, work: 5ms}\ngateways: ${gateways}\nnodes: [{name: a, server: ${server}}]\nbalancers: [round-robin]\n`;
  return parseScenario(text, { file: "s.yaml" });
}

describe("server lines", () => {
  it("are read in the products' units, and only what is written", () => {
    const parsed = parse(
      "{address: '10.0.0.1:80', maxConnections: 20, failTimeout: 4s, slowStart: 1m, backup: true, metadata: {stage: canary}}",
    );
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
    expect(parsed.scenario.nodes[0]!.server).toEqual({
      address: "10.0.0.1:80",
      maxConnections: 20,
      failTimeoutSeconds: 4,
      slowStartSeconds: 60,
      backup: true,
      metadata: { stage: "canary" },
    });
  });

  it("and retries survive being printed and read again", () => {
    const parsed = parse(
      "{maxConnections: unlimited, minConnections: 2, maxQueue: 3, maxFails: 0, down: true, priority: 1}",
      "{count: 2, retries: 3}",
    );
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
    expect(parsed.scenario.gateways.retries).toEqual(immediateRetries(3));
    const again = parseScenario(stringify(parsed.document), { file: "again.yaml" });
    if (!again.ok) throw new Error(JSON.stringify(again.problems));
    expect(again.scenario.nodes).toEqual(parsed.scenario.nodes);
    expect(again.scenario.gateways).toEqual(parsed.scenario.gateways);
  });

  it("say what is wrong and where", () => {
    const problems = (server: string, gateways?: string): string[] => {
      const parsed = parse(server, gateways);
      return parsed.ok ? [] : parsed.problems.map(formatProblem);
    };
    expect(problems("{maxFail: 3}")).toEqual([
      's.yaml:4:28: nodes[0].server: expected one of address, maxConnections, minConnections, maxQueue, maxFails, failTimeout, backup, down, degraded, slowStart, priority, metadata; did you mean "maxFails"?, got "maxFail"',
    ]);
    expect(problems("{failTimeout: 10}")).toEqual([
      "s.yaml:4:41: nodes[0].server.failTimeout: expected a duration such as 10s, got 10",
    ]);
    expect(problems("{metadata: {stage: [1]}}")).toEqual([
      "s.yaml:4:46: nodes[0].server.metadata.stage: expected text such as canary, got a list",
    ]);
    expect(problems("{}", "{retries: -1}")).toEqual(["s.yaml:3:21: gateways.retries: expected at least 0, got -1"]);
  });
});

describe("copies of messages", () => {
  it("have defaults of their own, and survive being printed and read again", () => {
    const parsed = parse("{}", "{count: 2, redundancy: {copies: 3}}");
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
    expect(parsed.scenario.gateways.redundancy).toEqual({ copies: 3, cancel: "on-completion", work: "independent" });
    const again = parseScenario(stringify(parsed.document), { file: "again.yaml" });
    if (!again.ok) throw new Error(JSON.stringify(again.problems));
    expect(again.scenario.gateways).toEqual(parsed.scenario.gateways);
    const plain = parse("{}");
    expect(plain.ok && plain.scenario.gateways.redundancy).toBeUndefined();
  });

  it("what is wrong with them is said where it stands", () => {
    const problems = (redundancy: string): readonly string[] => {
      const parsed = parse("{}", `{redundancy: ${redundancy}}`);
      return parsed.ok ? [] : parsed.problems.map(formatProblem);
    };
    expect(problems("{copies: 1}")).toEqual(["s.yaml:3:33: gateways.redundancy.copies: expected at least 2, got 1"]);
    expect(problems("{copies: 2, cancel: late}")).toEqual([
      's.yaml:3:44: gateways.redundancy.cancel: expected one of on-completion, on-start, never, got "late"',
    ]);
    expect(problems("2")).toEqual([
      "s.yaml:3:24: gateways.redundancy: expected a map with copies, needed, cancel, work, such as {copies: 2}, got 2",
    ]);
    expect(problems("{cancel: never}")[0]).toContain("copies");
  });
});
