import { expect, test } from "vitest";
import { findBalancer } from "../../../sim/index.ts";
import { FakeGateway } from "../../conformance/fake-gateway.ts";
import { ScriptedRandom } from "./scripted-random.ts";

test("plain: one draw names the node, whatever the weights", () => {
  const random = new ScriptedRandom([2, 0, 1]);
  expect(new FakeGateway(findBalancer("random")!, { nodes: 3, weights: [9, 1, 1], random }).letters(3)).toBe("cab");
});

test("plain: the draw is among those that are there", () => {
  const gateway = new FakeGateway(findBalancer("random")!, { nodes: 3, random: new ScriptedRandom([0, 1]) });
  gateway.leave(0);
  expect(gateway.letters(2)).toBe("bc");
});

test("weighted: slots of equal size, each shared by at most two nodes", () => {
  // Weights 3 and 1: slot a belongs to a alone; of slot b half is b's, and the rest is a's.
  const random = new ScriptedRandom([0, 0.99, 1, 0.49, 1, 0.51]);
  expect(new FakeGateway(findBalancer("weighted-random")!, { nodes: 2, weights: [3, 1], random }).letters(3)).toBe(
    "aba",
  );
});

test("weighted: the table follows membership", () => {
  const gateway = new FakeGateway(findBalancer("weighted-random")!, { nodes: 3, weights: [1, 0, 5] });
  gateway.leave(2);
  expect(gateway.letters(20)).toBe("a".repeat(20));
  gateway.leave(0);
  expect(gateway.letters(2)).toBe("--");
});
