import { expect, test } from "vitest";
import { findBalancer } from "../../../sim/index.ts";
import { FakeGateway } from "../../conformance/fake-gateway.ts";
import { ScriptedRandom } from "./scripted-random.ts";

const joinIdleQueue = findBalancer("join-idle-queue")!;

test("idle nodes first, each once; then any node", () => {
  const gateway = new FakeGateway(joinIdleQueue, { nodes: 3, random: new ScriptedRandom([1, 1, 0, 2]) });
  // Idle a b c: b. Idle a c: c. Idle a: a. None idle: the last of a b c.
  expect([gateway.pick(), gateway.pick(), gateway.pick(), gateway.pick()]).toEqual([1, 2, 0, 2]);
});

test("a node is idle again when its last message is settled, well or not", () => {
  const gateway = new FakeGateway(joinIdleQueue, { nodes: 2, random: new ScriptedRandom([0, 0, 1, 0, 0, 0]) });
  expect([gateway.pick(), gateway.pick(), gateway.pick()]).toEqual([0, 1, 1]);
  gateway.settle(1e6, false, 1);
  // Node b still has one in flight, node a its own: none is idle.
  expect(gateway.pick()).toBe(0);
  gateway.settle(1e6, true, 1);
  expect(gateway.pick()).toBe(1);
});

test("a node that left is not idle, and is so again when it is back without messages", () => {
  const gateway = new FakeGateway(joinIdleQueue, { nodes: 2, random: new ScriptedRandom([0, 0, 0, 0]) });
  expect(gateway.pick()).toBe(0);
  gateway.leave(0);
  gateway.settle();
  expect([gateway.pick(), gateway.pick()]).toEqual([1, 1]);
  gateway.join(0);
  expect(gateway.pick()).toBe(0);
});
