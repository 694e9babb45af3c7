import { describe, expect, test } from "vitest";
import { findBalancer } from "../../../sim/index.ts";
import { FakeGateway, type FakeOptions } from "../../conformance/fake-gateway.ts";
import { ScriptedRandom } from "./scripted-random.ts";

function gatewayOf(name: string, options: FakeOptions, draws: readonly number[] = []): FakeGateway {
  return new FakeGateway(findBalancer(name)!, { random: new ScriptedRandom(draws), ...options });
}

describe("join-shortest-queue", () => {
  test("counts what others have sent", () => {
    const gateway = gatewayOf("join-shortest-queue", { nodes: 2, parameters: { ties: "first" } });
    gateway.elsewhere(0, 1);
    gateway.elsewhere(0, 1);
    expect([gateway.pick(), gateway.pick(), gateway.pick()]).toEqual([1, 1, 0]);
    gateway.elsewhere(0, -1);
    expect(gateway.pick()).toBe(0);
  });

  test("ties: first, in turn, drawn, or the fastest", () => {
    const speeds = [1, 3, 3];
    expect(gatewayOf("join-shortest-queue", { nodes: 3, speeds, parameters: { ties: "first" } }).letters(3)).toBe(
      "aaa",
    );
    expect(gatewayOf("join-shortest-queue", { nodes: 3, speeds, parameters: { ties: "rotate" } }).letters(4)).toBe(
      "abca",
    );
    expect(gatewayOf("join-shortest-queue", { nodes: 3, speeds }, [2, 0]).letters(2)).toBe("ca");
    const fastest = { nodes: 3, speeds, parameters: { ties: "fastest" } };
    expect(gatewayOf("join-shortest-queue", fastest, [1, 0]).letters(2)).toBe("cb");
  });

  test("fastest means now", () => {
    const parameters = { ties: "fastest" };
    const gateway = gatewayOf("join-shortest-queue", { nodes: 2, speeds: [2, 1], parameters });
    expect(gateway.letters(1)).toBe("a");
    gateway.setSpeed(0, 0.5);
    expect(gateway.letters(1)).toBe("b");
  });

  test.each([100, 200, 1000])("takes in %d changes at once, which may be more than the journal holds", (changes) => {
    const gateway = gatewayOf("join-shortest-queue", { nodes: 3, parameters: { ties: "first" } });
    gateway.elsewhere(2, 1);
    gateway.elsewhere(2, 1);
    for (let i = 0; i < changes; i++) gateway.elsewhere(i % 2, i % 4 < 2 ? 1 : -1);
    gateway.elsewhere(0, 1);
    gateway.elsewhere(1, 1);
    expect([...gateway.truth.inSystem]).toEqual([1, 1, 2]);
    expect(gateway.pick()).toBe(0);
  });

  test("a view without truth is a fault", () => {
    const gateway = gatewayOf("join-shortest-queue", { nodes: 1 });
    gateway.view.truth = null;
    expect(() => gateway.pick()).toThrow("a balancer declared with truth was given a view without it");
  });
});

describe("shortest-expected-delay", () => {
  test("(messages + 1) / speed; the faster wins ties", () => {
    // 1/2 1/1: a. 2/2 1/1 tie: a. 3/2 1/1: b. 3/2 2/1: a. 4/2 2/1 tie: a.
    const gateway = gatewayOf("shortest-expected-delay", { nodes: 2, speeds: [2, 1] });
    expect(Array.from({ length: 5 }, () => gateway.pick())).toEqual([0, 0, 1, 0, 0]);
  });

  test("a node with a free worker serves at once, at the pace of one worker", () => {
    // Node a: two workers of speed 1; b: one of speed 1.5. b 1/1.5; then a 1 against 2/1.5: a, a; then a 3/2 against 4/3: b.
    const gateway = gatewayOf("shortest-expected-delay", { nodes: 2, speeds: [1, 1.5], workers: [2, 1] });
    expect(Array.from({ length: 4 }, () => gateway.pick())).toEqual([1, 0, 0, 1]);
  });

  test("a node that stands still comes last, but comes", () => {
    const gateway = gatewayOf("shortest-expected-delay", { nodes: 2, speeds: [0, 1] });
    expect(gateway.letters(2)).toBe("bb");
    gateway.leave(1);
    expect(gateway.letters(1)).toBe("a");
  });
});

describe("least-work-left", () => {
  test("goes by work, not by messages", () => {
    // Work is a second per message and speed: a with two of them at speed 4 has less left than b with one at speed 1.
    const gateway = gatewayOf("least-work-left", { nodes: 2, speeds: [4, 1], parameters: { ties: "first" } });
    gateway.elsewhere(0, 1);
    gateway.elsewhere(0, 1);
    gateway.elsewhere(1, 1);
    expect(gateway.pick()).toBe(0);
  });

  test("ties: drawn, or first", () => {
    expect(gatewayOf("least-work-left", { nodes: 3 }, [2, 1]).letters(2)).toBe("cb");
    expect(gatewayOf("least-work-left", { nodes: 3, parameters: { ties: "first" } }).letters(2)).toBe("aa");
  });
});
