import { describe, expect, test } from "vitest";
import { findBalancer } from "../../../sim/index.ts";
import { FakeGateway, type FakeOptions } from "../../conformance/fake-gateway.ts";
import { ScriptedRandom } from "./scripted-random.ts";

const powerOfTwoChoices = findBalancer("power-of-two-choices")!;

function gatewayOf(parameters: NonNullable<FakeOptions["parameters"]>, draws: readonly number[]): FakeGateway {
  return new FakeGateway(powerOfTwoChoices, { nodes: 4, parameters, random: new ScriptedRandom(draws) });
}

describe("distinct nodes", () => {
  test("the second draw is among the others", () => {
    // Order a b c d: draws b, and swaps it to the front; then draws the last of a c d. All tie: the first drawn is kept.
    expect(gatewayOf({}, [1, 2]).letters(1)).toBe("b");
  });

  test("the less loaded of the two", () => {
    const gateway = gatewayOf({}, [0, 0, 0, 0]);
    // Draws a, b: a. Again a, b: a has one in flight now, so b.
    expect([gateway.pick(), gateway.pick()]).toEqual([0, 1]);
  });

  test("a tie goes to the first drawn, or to the first in the scenario", () => {
    expect(gatewayOf({}, [3, 0]).letters(1)).toBe("d");
    // Order a b c d becomes d b c a after drawing d; then b, and b wins.
    expect(gatewayOf({ ties: "first" }, [3, 0]).letters(1)).toBe("b");
  });

  test("with as many choices as nodes, or more, it is least connections", () => {
    const gateway = new FakeGateway(powerOfTwoChoices, { nodes: 4, parameters: { choices: 9 } });
    for (let round = 0; round < 5; round++) {
      for (let i = 0; i < 4; i++) gateway.pick();
      expect([...gateway.counts]).toEqual(Array<number>(4).fill(round + 1));
    }
  });

  test("of two nodes the busier is never taken", () => {
    const gateway = new FakeGateway(powerOfTwoChoices, { nodes: 2 });
    for (let i = 0; i < 200; i++) gateway.pick();
    expect([...gateway.counts]).toEqual([100, 100]);
  });
});

describe("with replacement", () => {
  test("the same node may be drawn twice, and be taken although it is busier", () => {
    const gateway = gatewayOf({ replacement: true }, [0, 1, 0, 0]);
    expect([gateway.pick(), gateway.pick()]).toEqual([0, 0]);
  });

  test("of two nodes the busier is taken one time in four", () => {
    const parameters = { replacement: true };
    const gateway = new FakeGateway(powerOfTwoChoices, { nodes: 2, parameters });
    let busier = 0;
    for (let i = 0; i < 8000; i++) {
      const [first, second] = [gateway.pick(), gateway.pick()];
      if (first === second) busier++;
      gateway.settle();
      gateway.settle();
    }
    // Binomial(8000, 1/4): 2000, give or take six standard deviations of 38.7.
    expect(Math.abs(busier - 2000)).toBeLessThan(233);
  });
});

test("one choice is random splitting", () => {
  expect(gatewayOf({ choices: 1 }, [2, 0, 0]).letters(1)).toBe("c");
  expect(gatewayOf({ choices: 1, replacement: true }, [2]).letters(1)).toBe("c");
});
