/** What a gateway is told and what it finds out, and when it stops believing both. */
import { describe, expect, test } from "vitest";
import {
  BREAKER_OPEN,
  EJECTED,
  FAILED_CHECK,
  GuardedMembership,
} from "../../../../sim/gateway/guards/guarded-membership.ts";
import { DOWN, DRAINING, Membership } from "../../../../sim/gateway/membership.ts";

function candidates(membership: Membership): number[] {
  return [...membership.candidates.subarray(0, membership.count)];
}

test("reasons told and found add up", () => {
  const told = new Membership(3);
  const own = new GuardedMembership(told, 0, null);
  told.mark(0, DOWN, true);
  expect(own.refresh()).toBe(true);
  expect(own.mark(0, FAILED_CHECK, true)).toBe(false);
  told.mark(0, DOWN, false);
  expect(own.refresh()).toBe(false);
  expect(candidates(own)).toEqual([1, 2]);
  expect(candidates(told)).toEqual([0, 1, 2]);
  expect(own.mark(0, FAILED_CHECK, false)).toBe(true);
  expect(candidates(own)).toEqual([0, 1, 2]);
});

describe("panic", () => {
  test("begins below the threshold, not at it, and uses all members", () => {
    const own = new GuardedMembership(new Membership(4), 0.5, null);
    own.mark(0, EJECTED, true);
    own.mark(1, FAILED_CHECK, true);
    expect([own.panics, candidates(own)]).toEqual([false, [2, 3]]);
    own.mark(2, EJECTED, true);
    expect([own.panics, candidates(own)]).toEqual([true, [0, 1, 2, 3]]);
    own.mark(2, EJECTED, false);
    expect([own.panics, candidates(own)]).toEqual([false, [2, 3]]);
  });

  test("counts no node that is leaving, and uses none", () => {
    const told = new Membership(4);
    const own = new GuardedMembership(told, 0.5, null);
    told.mark(3, DRAINING, true);
    own.refresh();
    own.mark(0, EJECTED, true);
    expect(own.panics).toBe(false);
    own.mark(1, EJECTED, true);
    expect([own.panics, candidates(own)]).toEqual([true, [0, 1, 2]]);
  });

  test("opens no breaker", () => {
    const own = new GuardedMembership(new Membership(2), 1, null);
    own.mark(0, EJECTED, true);
    own.mark(1, BREAKER_OPEN, true);
    expect([own.panics, candidates(own)]).toEqual([true, [0]]);
    expect(own.isCutByBreaker).toBe(true);
  });
});

test("tells who is a healthy member again; a breaker that closes is no such news", () => {
  const returned: number[] = [];
  const own = new GuardedMembership(new Membership(2), 0, (node) => returned.push(node));
  own.mark(0, FAILED_CHECK, true);
  own.mark(0, EJECTED, true);
  own.mark(0, FAILED_CHECK, false);
  own.mark(1, BREAKER_OPEN, true);
  own.mark(1, BREAKER_OPEN, false);
  expect(returned).toEqual([]);
  own.mark(0, EJECTED, false);
  expect(returned).toEqual([0]);
});
