/** Reasons against a node add up, and the candidates are the nodes without any. */
import { expect, test } from "vitest";
import { ABSENT, DOWN, DRAINING, Membership } from "../../../sim/gateway/membership.ts";

function candidates(membership: Membership): number[] {
  return [...membership.candidates.subarray(0, membership.count)];
}

test("all nodes are routable at first", () => {
  const membership = new Membership(3);
  expect(candidates(membership)).toEqual([0, 1, 2]);
  expect(membership.epoch).toBe(0);
});

test("a node comes back when the last reason against it has gone", () => {
  const membership = new Membership(3);
  expect(membership.mark(1, DRAINING, true)).toBe(true);
  expect(membership.mark(1, DOWN, true)).toBe(false);
  expect(membership.mark(1, DRAINING, false)).toBe(false);
  expect(candidates(membership)).toEqual([0, 2]);
  expect(membership.mark(1, DOWN, false)).toBe(true);
  expect(candidates(membership)).toEqual([0, 1, 2]);
  expect(membership.epoch).toBe(2);
});

test("a reason that holds already changes nothing", () => {
  const membership = new Membership(2);
  expect(membership.mark(0, ABSENT, true)).toBe(true);
  expect(membership.mark(0, ABSENT, true)).toBe(false);
  expect([...membership.routable]).toEqual([0, 1]);
  expect(membership.epoch).toBe(1);
});
