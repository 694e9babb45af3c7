/** It goes by answers, however old they are, and asks again when an interval is over. */
import { expect, test } from "vitest";
import { leastLoadedProbed } from "../../../sim/balancers/least-loaded-probed.ts";
import type { BalancerSpec } from "../../../sim/index.ts";
import { FakeGateway } from "../../conformance/fake-gateway.ts";
import { runScenario } from "../../fixtures/run.ts";
import { aBalancer, aProducer, aScenario, nodes } from "../../fixtures/scenario.ts";

const MS = 1e6;

function gateway(interval: number): FakeGateway {
  return new FakeGateway(leastLoadedProbed, { nodes: 3, parameters: { interval } });
}

function load(fake: FakeGateway, ...messages: readonly number[]): void {
  messages.forEach((count, node) => {
    for (let i = 0; i < count; i++) fake.elsewhere(node, 1);
  });
}

test("everything goes to whoever said it holds the fewest, until the next answers", () => {
  const fake = gateway(0.1);
  load(fake, 2, 1, 3);
  fake.pick();
  fake.advance(MS);
  const herd = Array.from({ length: 10 }, () => fake.pick());
  expect(new Set(herd)).toEqual(new Set([1]));
  fake.advance(100 * MS);
  fake.pick(); // asks, and does not have the answers yet
  expect(fake.probes).toHaveLength(3);
  fake.advance(MS);
  expect(fake.pick()).not.toBe(1);
});

test("asks each routable node once an interval", () => {
  const fake = gateway(0.1);
  fake.leave(2);
  fake.pick();
  expect(fake.probes.map(({ node }) => node)).toEqual([0, 1]);
  fake.advance(99 * MS);
  fake.pick();
  expect(fake.probes).toHaveLength(0);
  fake.advance(MS);
  fake.pick();
  expect(fake.probes).toHaveLength(2);
});

test("before any answer all nodes are alike", () => {
  const fake = gateway(10);
  const picks = new Set(Array.from({ length: 60 }, () => fake.pick()));
  expect(picks).toEqual(new Set([0, 1, 2]));
});

test("the older the answers, the worse the herd; with many gateways random does better", async () => {
  const mean = async (gateways: number, balancer: BalancerSpec): Promise<number> => {
    const run = await runScenario(
      aScenario({
        traffic: [aProducer({ arrivals: { kind: "poisson", ratePerSecond: 700 } })],
        nodes: nodes(10),
        gateways: { ...aScenario().gateways, count: gateways },
        balancers: [balancer],
      }),
    );
    return run.responseTime.mean!;
  };
  const probed = (interval: number): BalancerSpec => aBalancer("least-loaded-probed", { interval });
  const means = [await mean(8, probed(0.002)), await mean(8, probed(0.05)), await mean(8, probed(1))];
  const random = await mean(8, aBalancer("random"));
  expect(means[0]).toBeLessThan(0.7 * random);
  expect(means[1]).toBeGreaterThan(1.5 * means[0]!);
  expect(means[2]).toBeGreaterThan(2 * random);
});
