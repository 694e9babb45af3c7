import { describe, expect, it } from "vitest";
import { farmScenario, parseScenario, readConfiguration } from "../../../../scenarios/index.ts";
import type { Scenario } from "../../../../sim/index.ts";

const NGINX = `http {
  upstream api { zone api 64k; least_conn; server 10.0.0.1:80 weight=3 fail_timeout=15s; server 10.0.0.2:80; server 10.0.0.3:80 backup; }
  upstream "odd: {name} # ' \\" end" { hash $uri consistent; server a; }
  server { location / { proxy_pass http://api; proxy_next_upstream error http_503; proxy_next_upstream_tries 2; } }
}`;
const HAPROXY = `defaults
    timeout queue 10s
    option redispatch
backend web
    balance hdr(X-User)
    hash-type consistent
    server w1 10.0.2.1:80 maxconn 50 slowstart 30s
    server w2 10.0.2.2:80
backend empty
    balance source`;

/** The scenario of each farm, read back. */
function scenarios(text: string): readonly Scenario[] {
  const { farms, problems } = readConfiguration(text, "the.conf");
  expect(problems).toEqual([]);
  return farms.map((farm) => {
    const result = parseScenario(farmScenario(farm, "the.conf", "x.json"), { file: "x.yaml" });
    if (!result.ok) throw new Error(JSON.stringify(result.problems));
    return result.scenario;
  });
}

describe("the scenario of a farm", () => {
  it("has an upstream's servers, method and retries, beside nginx's other methods", () => {
    const [api] = scenarios(NGINX);
    expect(api).toMatchObject({
      name: "api",
      gateways: { retries: { limit: 1 }, detectionNs: Infinity },
      nodes: [
        { name: "10.0.0.1:80", weight: 3, server: { failTimeoutSeconds: 15 } },
        { name: "10.0.0.2:80", weight: 1, server: { address: "10.0.0.2:80" } },
        { name: "10.0.0.3:80", server: { backup: true } },
      ],
    });
    expect(
      api!.balancers.map(({ algorithm, parameters }) => [algorithm, parameters["zone"], parameters["http503"]]),
    ).toEqual([
      ["nginx-least-conn", true, true],
      ["nginx-round-robin", true, true],
      ["nginx-random-two", true, true],
    ]);
  });

  it("stands any name", () => {
    expect(scenarios(NGINX)[1]!.name).toBe(`odd: {name} # ' " end`);
  });

  it("has a backend's servers and its balance line, and room for who waits; backends without servers are none", () => {
    const found = scenarios(HAPROXY);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({
      gateways: { queueCapacity: 10_000 },
      nodes: [{ name: "w1", server: { maxConnections: 50, slowStartSeconds: 30 } }, { name: "w2" }],
    });
    expect(found[0]!.balancers.map(({ algorithm, parameters }) => [algorithm, parameters["queueTimeout"]])).toEqual([
      ["haproxy-hash", 10],
      ["haproxy-roundrobin", 10],
      ["haproxy-leastconn", 10],
      ["haproxy-random", 10],
    ]);
  });
});
