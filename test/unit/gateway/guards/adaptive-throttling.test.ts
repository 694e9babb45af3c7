/** The SRE book's rule, and its fixed points for a backend that takes so much and no more. */
import { describe, expect, test } from "vitest";
import { Stream } from "../../../../sim/core/random.ts";
import { AdaptiveThrottling } from "../../../../sim/gateway/guards/adaptive-throttling.ts";
import { SlidingCounts } from "../../../../sim/gateway/guards/sliding-counts.ts";

const SECOND = 1e9;

/** A regular stream of requests at a backend that accepts `capacity` of them per second. Rates of the last ten of twenty minutes. */
function settle(offered: number, capacity: number, k: number): { refused: number; sent: number; accepted: number } {
  const throttling = new AdaptiveThrottling({ k, windowNs: 120 * SECOND }, new Stream(7, "throttling"));
  const counts = { refused: 0, sent: 0, accepted: 0 };
  const [seconds, from] = [1200, 600];
  let room = 0;
  for (let i = 0; i < offered * seconds; i++) {
    const nowNs = (i / offered) * SECOND;
    const measured = i / offered >= from ? 1 : 0;
    room = Math.min(capacity, room + capacity / offered);
    if (throttling.refuses(nowNs)) {
      counts.refused += measured;
      continue;
    }
    counts.sent += measured;
    if (room < 1) continue;
    room -= 1;
    throttling.accepted(nowNs);
    counts.accepted += measured;
  }
  const perSecond = seconds - from;
  return {
    refused: counts.refused / (offered * perSecond),
    sent: counts.sent / perSecond,
    accepted: counts.accepted / perSecond,
  };
}

describe("fixed points", () => {
  test.each([
    [50, 2, 0, 50, 50],
    [200, 2, 0, 200, 100],
    [400, 2, 0.5, 200, 100],
    [150, 1.1, 0.2667, 110, 100],
    [400, 1.1, 0.725, 110, 100],
    [1000, 1.1, 0.89, 110, 100],
  ])("%i/s offered, 100/s accepted, k = %f: refuses %f, sends %f/s", (offered, k, refused, sent, accepted) => {
    const found = settle(offered, 100, k);
    expect(Math.abs(found.refused - refused)).toBeLessThan(0.03);
    expect(Math.abs(found.sent - sent)).toBeLessThan(0.03 * offered);
    expect(Math.abs(found.accepted - accepted)).toBeLessThan(0.03 * offered);
  });
});

test("no draw is made while nothing would be refused", () => {
  const random = new Stream(1, "throttling");
  const before = new Stream(1, "throttling").unit();
  const throttling = new AdaptiveThrottling({ k: 2, windowNs: SECOND }, random);
  for (let i = 0; i < 10; i++) {
    expect(throttling.refuses(i)).toBe(false);
    throttling.accepted(i);
  }
  expect(random.unit()).toBe(before);
});

test("the window slides on, step by step", () => {
  const counts = new SlidingCounts(60 * SECOND);
  counts.request(0);
  counts.request(30 * SECOND);
  counts.accept(30 * SECOND);
  counts.advance(59 * SECOND);
  expect([counts.requests, counts.accepts]).toEqual([2, 1]);
  counts.advance(60 * SECOND);
  expect([counts.requests, counts.accepts]).toEqual([1, 1]);
  counts.advance(1000 * SECOND);
  expect([counts.requests, counts.accepts]).toEqual([0, 0]);
});
