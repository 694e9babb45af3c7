import { describe, expect, test } from "vitest";
import { findBalancer } from "../../../sim/index.ts";
import { FakeGateway, type FakeOptions } from "../../conformance/fake-gateway.ts";
import { ScriptedRandom } from "./scripted-random.ts";

const leastConnections = findBalancer("least-connections")!;

function gatewayOf(options: Omit<FakeOptions, "random">, draws: readonly number[] = []): FakeGateway {
  return new FakeGateway(leastConnections, { ...options, random: new ScriptedRandom(draws) });
}

function held(gateway: FakeGateway, count: number): string {
  return Array.from({ length: count }, () => String.fromCharCode(97 + gateway.pick())).join("");
}

describe("ties", () => {
  test("rotate: in turn behind the last pick", () => {
    expect(gatewayOf({ nodes: 3 }).letters(7)).toBe("abcabca");
  });

  test("first: an idle cluster uses one node only", () => {
    expect(gatewayOf({ nodes: 3, parameters: { ties: "first" } }).letters(4)).toBe("aaaa");
  });

  test("random: one draw among those that tie, none without a choice", () => {
    const gateway = gatewayOf({ nodes: 3, parameters: { ties: "random" } }, [2, 1]);
    // All three tie: c. Then a and b tie: b. Then a alone has nothing: no draw.
    expect(held(gateway, 3)).toBe("cba");
  });
});

test("the fewest in flight is taken, as messages are settled", () => {
  const gateway = gatewayOf({ nodes: 3, parameters: { ties: "first" } });
  expect(held(gateway, 6)).toBe("abcabc");
  gateway.settle(1e6, true, 1);
  expect(gateway.pick()).toBe(1);
  gateway.settle(1e6, false, 1);
  expect(gateway.pick()).toBe(2);
});

test("in flight is counted per weight", () => {
  const gateway = gatewayOf({ nodes: 2, weights: [2, 1], parameters: { ties: "first" } });
  // 0/2 0/1: a. 1/2 0/1: b. 1/2 1/1: a. 2/2 1/1 tie: a. 3/2 1/1: b. 3/2 2/1: a. 4/2 2/1 tie: a.
  expect(held(gateway, 7)).toBe("abaabaa");
});

test("weighted false ignores the weights, a weight of 0 among them", () => {
  expect(held(gatewayOf({ nodes: 2, weights: [2, 0], parameters: { weighted: false } }), 4)).toBe("abab");
  expect(held(gatewayOf({ nodes: 2, weights: [2, 0] }), 4)).toBe("aaaa");
});

test("what a node had in flight when it left still counts when it is back", () => {
  const gateway = gatewayOf({ nodes: 2, parameters: { ties: "first" } });
  expect(held(gateway, 2)).toBe("ab");
  gateway.leave(0);
  gateway.settle(1e6, true, 1);
  gateway.join(0);
  expect(gateway.pick()).toBe(1);
});

test("the black hole: a node that fails at once gets everything when ties go to it", () => {
  const gateway = gatewayOf({ nodes: 3, parameters: { ties: "first" } });
  const picks = Array.from({ length: 9 }, () => {
    const node = gateway.pick();
    if (node === 0) gateway.settle(1e3, false, gateway.held.lastIndexOf(0));
    return node;
  });
  expect(picks).toEqual(Array<number>(9).fill(0));
});
