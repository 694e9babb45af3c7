/** Zone-aware routing against Envoy's own rule, worked out by hand for a few clusters. */
import { describe, expect, test } from "vitest";
import { findBalancer, type ParameterValue } from "../../../../sim/index.ts";
import { FakeGateway } from "../../../conformance/fake-gateway.ts";
import { runScenario } from "../../../fixtures/run.ts";
import { aBalancer, aNode, aScenario } from "../../../fixtures/scenario.ts";

const POLICIES = ["envoy-round-robin", "envoy-least-request", "envoy-random", "envoy-client-side-weighted-round-robin"];
const PICKS = 20_000;

/** By zone: the fraction of picks of a gateway in zone a. `nodes` and `gateways` by zone, as letters. */
function shares(
  algorithm: string,
  nodes: string,
  gateways: string,
  parameters: Readonly<Record<string, ParameterValue>> = {},
  leaves: readonly number[] = [],
): Record<string, number> {
  const servers = [...nodes].map((zone) => ({ zone }));
  const options = { zone: "a", gatewayZones: [...gateways], parameters: { zoneAware: true, ...parameters } };
  const gateway = new FakeGateway(findBalancer(algorithm)!, { nodes: nodes.length, servers, ...options });
  for (const node of leaves) gateway.leave(node);
  for (let i = 0; i < PICKS; i++) {
    gateway.pick();
    gateway.settle();
  }
  const picked: Record<string, number> = {};
  [...nodes].forEach((zone, node) => (picked[zone] = (picked[zone] ?? 0) + gateway.counts[node]! / PICKS));
  return picked;
}

/** Six standard deviations of a fraction. */
const NEAR = 6 * Math.sqrt(0.25 / PICKS);

function near(actual: Record<string, number>, expected: Record<string, number>): void {
  for (const [zone, share] of Object.entries(expected)) {
    expect(Math.abs(actual[zone]! - share), `zone ${zone}: ${actual[zone]}`).toBeLessThan(NEAR);
  }
}

describe.each(POLICIES)("%s", (policy) => {
  test("a zone with its share of hosts keeps to itself", () => {
    expect(shares(policy, "aaabbb", "ab")).toEqual({ a: 1, b: 0 });
    // More than its share: the others come here, not the other way round.
    expect(shares(policy, "aaaabb", "ab")).toEqual({ a: 1, b: 0 });
  });

  test("a zone with less sends the rest where hosts are more than callers", () => {
    // a: 2 of 8 hosts, half of the callers: half stays. b has a quarter of both, and no room; c has half for a quarter.
    near(shares(policy, "aabbcccc", "aabc"), { a: 0.5, b: 0, c: 0.5 });
    // Two zones with room share the rest by how much: b 0.3 - 0.1, c 0.5 - 0.1; a keeps 0.2 of 0.8.
    near(shares(policy, "aabbbccccc", "aaaaaaaabc"), { a: 0.25, b: 0.75 / 3, c: (2 * 0.75) / 3 });
  });

  test("only with enough healthy hosts, and one here", () => {
    const even = { a: 0.4, b: 0.6 };
    near(shares(policy, "aabbb", "ab"), even);
    expect(shares(policy, "aabbb", "a", { zoneMinClusterSize: 5 })["a"]).toBeCloseTo(0.4, 1);
    // Six are configured and five healthy.
    near(shares(policy, "aabbbb", "b", {}, [5]), even);
    near(shares(policy, "aabbbbbb", "ab", {}, [0, 1]), { a: 0, b: 1 });
  });

  test("for as many messages as are enabled", () => {
    near(shares(policy, "aaabbb", "ab", { zoneRoutingEnabled: 40 }), { a: 0.4 + 0.3, b: 0.3 });
  });
});

test("locality weights exclude it", () => {
  near(shares("envoy-round-robin", "aaabbb", "ab", { localityWeighted: true }), { a: 0.5, b: 0.5 });
});

test("in a run every gateway keeps to its own zone", async () => {
  const zones = ["a", "b", "b"];
  const run = await runScenario(
    aScenario({
      gateways: { ...aScenario().gateways, count: 3, zones },
      nodes: [..."aabbbb"].map((zone, i) => aNode(`n${i}`, { zone })),
      balancers: [aBalancer("envoy-round-robin", { zoneAware: true, seed: 0 })],
    }),
  );
  const at = (zone: string): number =>
    [..."aabbbb"].reduce((sum, own, node) => sum + (own === zone ? run.nodes[node]!.arrivals : 0), 0);
  // A third of the messages meets the gateway in a, and nobody else goes there.
  expect(at("a") / (at("a") + at("b"))).toBeCloseTo(1 / 3, 1);
});
