/** It goes by answers, however old they are, and asks again when an interval is over. */
import { expect, test } from "vitest";
import { leastLoadedProbed } from "../../../sim/balancers/least-loaded-probed.ts";
import { FakeGateway } from "../../conformance/fake-gateway.ts";

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
