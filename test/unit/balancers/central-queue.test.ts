import { describe, expect, test } from "vitest";
import { findBalancer, NONE } from "../../../sim/index.ts";
import { FakeGateway, type FakeOptions } from "../../conformance/fake-gateway.ts";
import { ScriptedRandom } from "./scripted-random.ts";

function gatewayOf(options: FakeOptions, draws: readonly number[] = []): FakeGateway {
  return new FakeGateway(findBalancer("central-queue")!, { random: new ScriptedRandom(draws), ...options });
}

function held(gateway: FakeGateway, count: number): string {
  const letter = (node: number): string => (node === NONE ? "-" : String.fromCharCode(97 + node));
  return Array.from({ length: count }, () => letter(gateway.pick())).join("");
}

test("as many messages as workers, then none until one is settled", () => {
  const gateway = gatewayOf({ nodes: 2, workers: [1, 2], parameters: { prefer: "first" } });
  expect(held(gateway, 5)).toBe("abb--");
  gateway.settle(1e6, true, 1);
  expect(held(gateway, 2)).toBe("b-");
});

test("perWorker lets a node hold more", () => {
  expect(held(gatewayOf({ nodes: 2, workers: [1, 2], parameters: { prefer: "first", perWorker: 2 } }), 7)).toBe(
    "aabbbb-",
  );
});

test.each([
  ["fast", [], "bac"],
  ["slow", [], "cab"],
  ["first", [], "abc"],
  ["random", [2, 0], "cab"],
])("prefers %s", (prefer, draws, letters) => {
  expect(held(gatewayOf({ nodes: 3, weights: [2, 3, 1], parameters: { prefer } }, draws), 3)).toBe(letters);
});

test("between equally preferred nodes it draws", () => {
  expect(held(gatewayOf({ nodes: 3, weights: [1, 2, 2] }, [1]), 3)).toBe("cba");
});

describe("threshold", () => {
  const options = { nodes: 2, weights: [1, 5], parameters: { threshold: 3 } };

  test("the slow node is left aside until enough messages wait", () => {
    const gateway = gatewayOf(options);
    expect(gateway.pick()).toBe(1);
    for (const [waiting, node] of [
      [1, NONE],
      [2, NONE],
      [3, 0],
    ] as const) {
      gateway.view.waiting = waiting;
      expect(gateway.pick()).toBe(node);
    }
  });

  test("the fast node is used whenever it is free", () => {
    const gateway = gatewayOf(options);
    gateway.pick();
    gateway.settle();
    gateway.view.waiting = 1;
    expect(gateway.pick()).toBe(1);
  });

  test("the fastest of those that are there counts as fast", () => {
    const gateway = gatewayOf(options);
    gateway.leave(1);
    expect(gateway.pick()).toBe(0);
  });
});

test("a node that leaves is not named, and its messages still fill it when it is back", () => {
  const gateway = gatewayOf({ nodes: 2, parameters: { prefer: "first" } });
  expect(held(gateway, 1)).toBe("a");
  gateway.leave(0);
  expect(held(gateway, 2)).toBe("b-");
  gateway.join(0);
  expect(held(gateway, 1)).toBe("-");
  gateway.settle();
  expect(held(gateway, 1)).toBe("a");
});
