import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { productConfiguration } from "../../../../scenarios/exports/index.ts";
import { wholeWeights } from "../../../../scenarios/exports/weights.ts";
import { readHaproxy, readNginx, simulateBackend, simulateUpstream } from "../../../../scenarios/index.ts";
import { Stream } from "../../../../sim/core/random.ts";
import { drawValue } from "../../../../sim/experiment/tune/space.ts";
import { balancerDimensions, catalogue, findBalancer, resolveParameters } from "../../../../sim/index.ts";
import type { BalancerDefinition, ParameterValue, Scenario } from "../../../../sim/index.ts";
import { parsed } from "../support.ts";

type Values = Readonly<Record<string, ParameterValue>>;

const DRAWS = 40;

const cluster: Scenario = parsed(`
name: "My cluster!"
duration: 1s
traffic: {arrivals: {poisson: 10/s}, work: 1ms}
gateways: {retries: 2}
nodes:
  - {name: a, weight: 5, server: {address: "10.0.0.1:80", maxConnections: 100}}
  - {name: b, weight: 2.5, server: {address: "10.0.0.2:80", slowStart: 90s}}
balancers: [round-robin]
`).scenario;

function drawn(definition: BalancerDefinition, index: number): Values {
  const random = new Stream(index, definition.name);
  const spec = { algorithm: definition.name, label: definition.name, parameters: {} };
  return Object.fromEntries(balancerDimensions(spec, definition).map((each) => [each.path, drawValue(each, random)]));
}

function textOf(algorithm: string, parameters: Values): string {
  return productConfiguration(cluster, { algorithm, label: algorithm, parameters })!.text;
}

const resolved = (algorithm: string, values: Values): Values =>
  resolveParameters(findBalancer(algorithm)!, values).values;
const ofProduct = (prefix: string): readonly BalancerDefinition[] =>
  catalogue.filter(({ name }) => name.startsWith(`${prefix}-`));

describe.each(ofProduct("nginx"))("the configuration of $name", (definition) => {
  it("reads back as the same balancer", () => {
    for (let index = 0; index < DRAWS; index++) {
      const values = drawn(definition, index);
      // nginx's hashes refuse a slow start, which the scenario's second server has.
      const { upstreams, proxies, problems } = readNginx(
        textOf(definition.name, values).replace(/ slow_start=\S+?(?=;)/, ""),
        "nginx.conf",
      );
      expect(problems).toEqual([]);
      const read = simulateUpstream(upstreams[0]!, proxies[0]!.next);
      expect(read.algorithm).toBe(definition.name);
      expect(resolved(read.algorithm, read.parameters)).toEqual(resolved(definition.name, values));
      expect(read.nodes.map(({ weight }) => weight)).toEqual([2, 1]);
      // Of two servers each is tried once.
      expect(read.retries).toBe(1);
    }
  });
});

describe.each(ofProduct("haproxy"))("the configuration of $name", (definition) => {
  it("reads back as the same balancer", () => {
    for (let index = 0; index < DRAWS; index++) {
      const values = drawn(definition, index);
      const { backends, problems } = readHaproxy(textOf(definition.name, values), "haproxy.cfg");
      expect(problems).toEqual([]);
      const read = simulateBackend(backends[0]!);
      expect(read.algorithm).toBe(definition.name);
      expect(telling(resolved(read.algorithm, read.parameters))).toEqual(telling(values));
      expect(read.nodes.map(({ weight }) => weight)).toEqual([2, 1]);
      expect(read.retries).toBe(2);
    }
  });
});

it("limits and queues of HAProxy read back", () => {
  const limited = parsed(`
duration: 1s
traffic: {arrivals: {poisson: 10/s}, work: 1ms}
nodes: [{name: a, server: {maxConnections: 9, minConnections: 2, maxQueue: 4}}]
balancers: [random]
`).scenario;
  const algorithm = "haproxy-hash";
  const parameters = resolved(algorithm, { fullConnections: 50, queueTimeout: 3 });
  const { text } = productConfiguration(limited, { algorithm, label: algorithm, parameters })!;
  const read = simulateBackend(readHaproxy(text, "haproxy.cfg").backends[0]!);
  expect(read.nodes[0]!.server).toMatchObject({ maxConnections: 9, minConnections: 2, maxQueue: 4 });
  expect(read.parameters).toMatchObject({ fullConnections: 50, queueTimeout: 3 });
});

/** HAProxy's configuration without what says nothing beside the rest. */
function telling(values: Values): Values {
  const {
    version: _,
    fullConnections: _full,
    queueTimeout: _timeout,
    redispatchInterval,
    avalanche,
    hashType,
    ...rest
  } = values;
  const isUnnamed = rest["function"] === undefined || rest["function"] === "sdbm";
  const avalanches = avalanche === "on" || (avalanche === "implicit" && hashType === "consistent" && isUnnamed);
  const uri = rest["input"] === "uri" ? {} : { uriLength: 0, uriDepth: 0, uriWhole: false };
  return {
    ...rest,
    ...(hashType === undefined ? {} : { hashType, avalanches, ...(rest["function"] === undefined ? {} : uri) }),
    ...(rest["redispatch"] === true ? { redispatchInterval: redispatchInterval! } : {}),
  };
}

describe.each(ofProduct("envoy"))("the configuration of $name", (definition) => {
  it("is YAML that names the policy and every host", () => {
    const text = textOf(definition.name, drawn(definition, 1));
    const { clusters } = parse(text) as { clusters: readonly Record<string, never>[] };
    expect(clusters[0]!["name"]).toBe("my-cluster");
    expect(text).toMatch(/@type"?: type\.googleapis\.com\/envoy\.extensions\.load_balancing_policies\.\w+\.v3\.\w+/);
    expect(text).toContain("address: 10.0.0.2");
    expect(text).not.toContain("undefined");
    expect(text).not.toContain("null");
  });
});

describe("Envoy's configuration", () => {
  it("has its own settings for those of the balancer", () => {
    const text = textOf("envoy-least-request", { choiceCount: 7, activeRequestBias: 1.5, healthyPanicThreshold: 30 });
    expect(text).toContain("choice_count: 7");
    expect(text).toContain("default_value: 1.5");
    expect(parse(text)).toMatchObject({ clusters: [{ common_lb_config: { healthy_panic_threshold: { value: 30 } } }] });
    expect(textOf("envoy-maglev", { tableSize: 1000 })).toContain("table_size: 1009");
  });

  it("says which hosts are degraded", () => {
    const [first, ...others] = cluster.nodes;
    const nodes = [{ ...first!, server: { ...first!.server, degraded: true } }, ...others];
    const spec = { algorithm: "envoy-random", label: "envoy-random", parameters: {} };
    const { text } = productConfiguration({ ...cluster, nodes }, spec)!;
    const { clusters } = parse(text) as { clusters: readonly Record<string, unknown>[] };
    const members = [{ lb_endpoints: [{ health_status: "DEGRADED" }, {}] }];
    expect(clusters[0]).toMatchObject({ load_assignment: { endpoints: members } });
    expect(text.match(/health_status/g)).toHaveLength(1);
  });
});

describe("other balancers", () => {
  it("have no product's configuration", () => {
    const others = catalogue.filter(({ name }) => !/^(nginx|haproxy|envoy)-/.test(name));
    for (const { name } of others) {
      expect(productConfiguration(cluster, { algorithm: name, label: name, parameters: {} })).toBeNull();
    }
  });
});

describe("whole weights", () => {
  it.each([
    [[1, 4], 1, 256, [1, 4]],
    [[0.5, 2], 1, 256, [1, 4]],
    [[1, 1.5, 2.5], 1, 256, [2, 3, 5]],
    [[1, 1000], 1, 256, [1, 256]],
    [[0, 3.3], 0, 256, [0, 1]],
    [[3, 9], 1, 1000, [3, 9]],
  ])("of %j, from %d to %d, are %j", (weights, least, most, expected) => {
    expect(wholeWeights(weights, least, most)).toEqual(expected);
  });

  it("keep every ratio to a fifth of a percent where the range allows it", () => {
    const random = new Stream(1, "weights");
    for (let index = 0; index < 200; index++) {
      const weights = [1 + 9 * random.unit(), 1 + 9 * random.unit()].map((weight) => Number(weight.toPrecision(3)));
      const whole = wholeWeights(weights, 1, 1000);
      expect(Math.abs(whole[0]! / whole[1]! / (weights[0]! / weights[1]!) - 1)).toBeLessThan(0.006);
    }
  });
});
