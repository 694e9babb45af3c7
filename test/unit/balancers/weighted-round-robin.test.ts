import { expect, test } from "vitest";
import { findBalancer } from "../../../sim/index.ts";
import { wholeWeights } from "../../../sim/balancers/shared/whole-weights.ts";
import { FakeGateway } from "../../conformance/fake-gateway.ts";

const weightedRoundRobin = findBalancer("weighted-round-robin")!;

function letters(weights: readonly number[], count: number): string {
  return new FakeGateway(weightedRoundRobin, { nodes: weights.length, weights }).letters(count);
}

// The first two are recorded from nginx 1.22.1; the others follow by hand from its rule.
test.each([
  [[5, 1, 1], "aabacaa"],
  [[4, 3, 2, 1], "abcabdacba"],
  [[3, 1, 1], "abaca"],
  [[2, 1], "aba"],
  [[1, 3], "bab" + "b"],
  [[1, 1, 1, 1], "abcd"],
  [[7], "a"],
])("weights %j give %s, again and again", (weights, cycle) => {
  expect(letters(weights, 3 * cycle.length)).toBe(cycle.repeat(3));
});

test("only the ratios count", () => {
  expect(letters([0.5, 0.1, 0.1], 21)).toBe(letters([5, 1, 1], 21));
  expect(letters([100, 20, 20], 21)).toBe(letters([5, 1, 1], 21));
});

test("a node of weight 0 gets nothing; with nobody else, nobody does", () => {
  expect(letters([0, 2, 1], 6)).toBe("bcbbcb");
  expect(letters([0, 0], 2)).toBe("--");
});

test("a node that is away keeps its value", () => {
  const gateway = new FakeGateway(weightedRoundRobin, { nodes: 3, weights: [5, 1, 1] });
  expect(gateway.letters(2)).toBe("aa");
  // The values are now -4, 2, 2. Without b they become 1 and 3: c, which drops to -3; then 6 and -2: a, which drops to 0.
  gateway.leave(1);
  expect(gateway.letters(2)).toBe("ca");
  // With b and its 2 back: 5, 3, -1: a, which drops to -2; then 3, 4, 0: b, which drops to -3; then 8, -2, 1: a.
  gateway.join(1);
  expect(gateway.letters(3)).toBe("aba");
});

test("whole weights: ratios kept to six decimals, without a common divisor", () => {
  const whole = (...weights: number[]): number[] => [...wholeWeights(Float64Array.from(weights))];
  expect(whole(4, 2)).toEqual([2, 1]);
  expect(whole(0.33, 1)).toEqual([33, 100]);
  expect(whole(1.5, 0, -1)).toEqual([1, 0, 0]);
  expect(whole(1 / 3, 1)).toEqual([333333, 1000000]);
  expect(whole(1e-9, 1)).toEqual([1, 1000000]);
  expect(whole(0, 0)).toEqual([0, 0]);
  expect(whole()).toEqual([]);
});
