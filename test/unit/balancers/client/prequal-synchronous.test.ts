import { describe, expect, test } from "vitest";
import { findBalancer, LATER, NONE } from "../../../../sim/index.ts";
import { FakeGateway } from "../../../conformance/fake-gateway.ts";
import { recordsOf, runScenario } from "../../../fixtures/run.ts";
import { aBalancer, aProducer, aScenario, nodes, SECOND } from "../../../fixtures/scenario.ts";

const synchronous = findBalancer("prequal-synchronous")!;
const MS = 1e6;

describe("prequal-synchronous", () => {
  const gatewayOf = (parameters = {}): FakeGateway => new FakeGateway(synchronous, { nodes: 10, parameters });

  test("a message waits for all answers but one, and takes the best of them", () => {
    const gateway = gatewayOf();
    expect(gateway.ask({ ticket: 7 })).toBe(LATER);
    const asked = gateway.probes.map(({ node }) => node);
    expect(new Set(asked).size).toBe(3);
    gateway.answerProbe(9 * MS);
    expect(gateway.resumed).toEqual([]);
    gateway.answerProbe(2 * MS);
    expect(gateway.resumed).toEqual([7]);
    expect(gateway.ask({ ticket: 7 })).toBe(asked[1]);
    // The last answer is for nobody.
    gateway.answerProbe(1 * MS);
    expect(gateway.resumed).toEqual([7]);
  });

  test("messages wait each for itself", () => {
    const gateway = gatewayOf({ probesPerMessage: 2 });
    gateway.ask({ ticket: 1 });
    gateway.ask({ ticket: 2 });
    // Those of the first one are never answered.
    gateway.probes.splice(0, 2);
    const { node } = gateway.probes[0]!;
    gateway.answerProbe();
    expect(gateway.resumed).toEqual([2]);
    expect(gateway.ask({ ticket: 2 })).toBe(node);
  });

  test("no longer than the timeout, then by what has come, or at random", () => {
    const gateway = gatewayOf({ timeoutSeconds: 0.05 });
    gateway.ask({ ticket: 1 });
    gateway.probes.length = 0;
    gateway.advance(0.049 * SECOND);
    expect(gateway.resumed).toEqual([]);
    gateway.advance(0.001 * SECOND);
    expect(gateway.resumed).toEqual([1]);
    expect(gateway.ask({ ticket: 1 })).toBeGreaterThanOrEqual(0);
  });

  test("nobody is resumed who has been given up", () => {
    const gateway = gatewayOf();
    gateway.ask({ ticket: 1 });
    gateway.withdraw(1);
    gateway.advance(SECOND);
    expect(gateway.resumed).toEqual([]);
  });

  test("nor sent to a node that has left meanwhile", () => {
    const gateway = gatewayOf({ probesPerMessage: 2 });
    gateway.ask({ ticket: 1 });
    const { node } = gateway.probes[0]!;
    gateway.answerProbe();
    gateway.leave(node);
    expect(gateway.ask({ ticket: 1 })).not.toBe(node);
  });

  test("without a queue nodes are drawn at random, and nobody is asked", () => {
    const gateway = gatewayOf();
    expect(gateway.pick()).not.toBe(NONE);
    expect(gateway.probes).toEqual([]);
  });
});

test("in a run every message pays a round trip for its probes, and avoids the busy nodes", async () => {
  const scenario = (algorithm: string, parameters = {}) =>
    aScenario({
      traffic: [
        aProducer({ arrivals: { kind: "poisson", ratePerSecond: 800 }, work: { kind: "exponential", mean: 10 * MS } }),
      ],
      nodes: nodes(10),
      drainNs: 5 * SECOND,
      gateways: { ...aScenario().gateways, queueCapacity: 1000 },
      network: { rules: [{ link: "gateway-node", between: null, latency: { kind: "constant", value: MS } }] },
      balancers: [aBalancer(algorithm, parameters)],
    });
  const run = await runScenario(scenario("prequal-synchronous"));
  const random = await runScenario(scenario("random"));
  expect(run.messages.delivered).toBe(run.messages.offered);
  expect(run.waitingTime.mean!).toBeLessThan(random.waitingTime.mean! / 2);
  const records = await recordsOf(scenario("prequal-synchronous"));
  // Two ways for the probe and its answer, one for the message.
  expect(Math.min(...records.map(({ startedNs, publishedNs }) => startedNs - publishedNs))).toBe(3 * MS);
});
