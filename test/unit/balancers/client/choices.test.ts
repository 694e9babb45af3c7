import { expect, test } from "vitest";
import { findBalancer } from "../../../../sim/index.ts";
import { FakeGateway } from "../../../conformance/fake-gateway.ts";
import { ScriptedRandom } from "../scripted-random.ts";

const withMemory = findBalancer("power-of-choices-with-memory")!;
const belowThreshold = findBalancer("join-below-threshold")!;

test("memory: the best that was left over competes with the next draw", () => {
  const gateway = new FakeGateway(withMemory, { nodes: 3, random: new ScriptedRandom([0, 1, 0, 0]) });
  // Draws a; alone, it is remembered with its one message.
  expect(gateway.pick()).toBe(0);
  // Order a b c: draws b (none in flight) against a (1): b, and of a (1) and b (then 1) the picked one is remembered.
  expect(gateway.pick()).toBe(1);
  gateway.settle();
  // a has none. Order b a c: draws b (1), remembered b: b, which is remembered.
  expect(gateway.pick()).toBe(1);
  // Again b (2).
  expect(gateway.pick()).toBe(1);
});

test("memory: two draws leave the better of what is left", () => {
  const parameters = { choices: 2 };
  const gateway = new FakeGateway(withMemory, { nodes: 4, parameters, random: new ScriptedRandom([0, 0, 2, 1]) });
  // Draws a, b: a; b is left with none.
  expect(gateway.pick()).toBe(0);
  // Order a b c d: draws c, then (c b a d) a: c (0), a (1), remembered b (0): c, drawn first; b is left.
  expect(gateway.pick()).toBe(2);
});

test("memory: the remembered node is forgotten when membership changes", () => {
  const parameters = { choices: 2 };
  const gateway = new FakeGateway(withMemory, { nodes: 3, parameters, random: new ScriptedRandom([0, 0, 0, 0]) });
  expect(gateway.pick()).toBe(0);
  // Remembered: b.
  gateway.leave(1);
  // Draws a (1), c (0).
  expect(gateway.pick()).toBe(2);
});

test("below the threshold at random, else anyone", () => {
  const gateway = new FakeGateway(belowThreshold, { nodes: 2, random: new ScriptedRandom([0, 0, 0, 0, 1, 0]) });
  // Threshold 2: a, a; then only b is below: b, b; then nobody is: the second, b.
  expect([1, 2, 3, 4, 5].map(() => gateway.pick())).toEqual([0, 0, 1, 1, 1]);
  gateway.settle();
  // a has one: the only one below.
  expect(gateway.pick()).toBe(0);
});

test("threshold 1 is join-idle-queue", () => {
  const idle = new FakeGateway(findBalancer("join-idle-queue")!, { nodes: 6, random: new ScriptedRandom(DRAWS) });
  const below = new FakeGateway(belowThreshold, {
    nodes: 6,
    parameters: { threshold: 1 },
    random: new ScriptedRandom(DRAWS),
  });
  for (const gateway of [idle, below]) {
    for (let i = 0; i < DRAWS.length; i++) {
      gateway.pick();
      if (i % 3 > 0) gateway.settle(1e6, true, i % 2);
    }
  }
  expect(below.picks).toEqual(idle.picks);
});

const DRAWS = Array<number>(60).fill(0);
