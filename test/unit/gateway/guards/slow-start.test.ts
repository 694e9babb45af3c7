/** Weights on the way up. */
import { expect, test } from "vitest";
import { SlowStart } from "../../../../sim/gateway/guards/slow-start.ts";

const SECOND = 1e9;

function climb(aggression: number, minimum: number): number[] {
  const weight = Float64Array.of(1, 10);
  const start = new SlowStart({ windowNs: 20 * SECOND, aggression, minimum }, weight);
  expect(start.begin(1)).toBe(true);
  const weights = [weight[1]!];
  for (let goesOn = true; goesOn;) {
    goesOn = start.step(1);
    weights.push(weight[1]!);
  }
  expect(weight[0]).toBe(1);
  return weights;
}

test("a weight grows with age, from its minimum to all of it, in twenty steps", () => {
  const weights = climb(1, 0.1);
  expect(weights).toHaveLength(21);
  [1, 1, 1, 1.5, 2].forEach((weight, i) => expect(weights[i]).toBeCloseTo(weight, 9));
  expect(weights[10]).toBeCloseTo(5, 9);
  expect(weights[20]).toBe(10);
});

test("aggression above 1 makes it grow sooner", () => {
  expect(climb(2, 0)[5]).toBeCloseTo(5, 9);
});

test("who goes and comes back meanwhile begins again, on the same timer", () => {
  const weight = Float64Array.of(1);
  const start = new SlowStart({ windowNs: 20 * SECOND, aggression: 1, minimum: 0.1 }, weight);
  start.begin(0);
  for (let i = 0; i < 10; i++) start.step(0);
  expect(start.begin(0)).toBe(false);
  expect(weight[0]).toBeCloseTo(0.1, 9);
});
