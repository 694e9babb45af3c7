import { describe, expect, test } from "vitest";
import { findBalancer } from "../../../sim/index.ts";
import { FakeGateway, type FakeOptions } from "../../conformance/fake-gateway.ts";

const MS = 1e6;
const SECOND = 1e9;

function gatewayOf(options: FakeOptions): FakeGateway {
  return new FakeGateway(findBalancer("least-response-time")!, options);
}

/** Each node answers once, in this many milliseconds; nothing is left in flight. */
function warm(gateway: FakeGateway, latencies: readonly number[]): void {
  for (const [node] of latencies.entries()) expect(gateway.pick()).toBe(node);
  for (const latency of latencies) gateway.settle(latency * MS);
}

test("untried nodes come first, one message each; then those that have answered; then the untried again", () => {
  const gateway = gatewayOf({ nodes: 3 });
  expect([gateway.pick(), gateway.pick(), gateway.pick()]).toEqual([0, 1, 2]);
  // None has answered: the fewest in flight, in turn.
  expect([gateway.pick(), gateway.pick()]).toEqual([0, 1]);
  // Node a answers, slowly: it is preferred to the silent ones nevertheless.
  gateway.settle(5000 * MS);
  expect([gateway.pick(), gateway.pick(), gateway.pick()]).toEqual([0, 0, 0]);
});

test("average times (in flight + 1): a fast node gets more until its queue makes it as slow", () => {
  const gateway = gatewayOf({ nodes: 2, parameters: { ties: "first" } });
  warm(gateway, [10, 30]);
  // a 10, 20, 30 against b 30: a, a, a (tie: the first); then a 40 against 30: b; then a 40 against 60: a.
  expect([gateway.pick(), gateway.pick(), gateway.pick(), gateway.pick(), gateway.pick()]).toEqual([0, 0, 0, 1, 0]);
});

test("score latency: the least average gets everything, whatever is in flight", () => {
  const gateway = gatewayOf({ nodes: 2, parameters: { score: "latency" } });
  warm(gateway, [10, 11]);
  expect(Array.from({ length: 6 }, () => gateway.pick())).toEqual([0, 0, 0, 0, 0, 0]);
});

test("weights divide the score", () => {
  const gateway = gatewayOf({ nodes: 2, weights: [1, 4] });
  warm(gateway, [10, 30]);
  // a 10 against b 7.5: b; then 10 against 15: a; then 20 against 15: b.
  expect([gateway.pick(), gateway.pick(), gateway.pick()]).toEqual([1, 0, 1]);
});

test("the average follows each reply by the smoothing", () => {
  const gateway = gatewayOf({ nodes: 2, parameters: { smoothing: 0.5 } });
  warm(gateway, [10, 16]);
  // a answers in 30: 10 + 0.5 x 20 = 20, behind b's 16. b answers in 30: 16 + 0.5 x 14 = 23, behind a's 20.
  expect(gateway.pick()).toBe(0);
  gateway.settle(30 * MS);
  expect(gateway.pick()).toBe(1);
  gateway.settle(30 * MS);
  expect(gateway.pick()).toBe(0);
});

describe("failures", () => {
  test("count as ten times the average of all nodes, so that failing fast does not pay", () => {
    const gateway = gatewayOf({ nodes: 2, parameters: { smoothing: 0.5 } });
    warm(gateway, [10, 20]);
    // Over all replies the average is 10 + 0.5 x 10 = 15, so a fails at 10 + 0.5 x (150 - 10) = 80.
    expect(gateway.pick()).toBe(0);
    gateway.settle(0.01 * MS, false);
    // b 20, 40, 60 and 80 in turn; a comes when b's next would be 100.
    expect(Array.from({ length: 5 }, () => gateway.pick())).toEqual([1, 1, 1, 0, 1]);
  });

  test("count as their own latency where that is longer", () => {
    const gateway = gatewayOf({ nodes: 2, parameters: { smoothing: 1, failureFactor: 1 } });
    warm(gateway, [10, 20]);
    expect(gateway.pick()).toBe(0);
    gateway.settle(50 * MS, false);
    // a is at 50: b takes 20 and 40, and then a comes before b's 60.
    expect([gateway.pick(), gateway.pick(), gateway.pick()]).toEqual([1, 1, 0]);
  });

  test("before any success there is only their latency to go by", () => {
    const gateway = gatewayOf({ nodes: 1 });
    expect(gateway.pick()).toBe(0);
    gateway.settle(1 * MS, false);
    expect(gateway.pick()).toBe(0);
  });

  test("a node that fails at once gets hardly anything, where least connections would give it most", () => {
    const gateway = gatewayOf({ nodes: 4 });
    warm(gateway, [10, 10, 10, 10]);
    for (let i = 0; i < 2000; i++) {
      gateway.advance(5 * MS);
      const node = gateway.pick();
      if (node === 0) gateway.settle(0.1 * MS, false, gateway.held.lastIndexOf(0));
      else if (gateway.held.length >= 3) gateway.settle(15 * MS);
    }
    // An even share would be 500. Ten seconds of it: one halving at most.
    expect(gateway.counts[0]).toBeLessThan(50);
    expect(gateway.counts[0]).toBeGreaterThan(1);
  });
});

describe("a slow node without traffic", () => {
  test("is tried again once its average has been halved often enough, by one message", () => {
    const gateway = gatewayOf({ nodes: 2, parameters: { ties: "first" } });
    warm(gateway, [10, 70]);
    const picks: number[] = [];
    // One message a second, alone: b's 70 counts 35 after 10 s, 17.5 after 20 s, 8.75 after 30 s.
    for (let second = 1; second <= 32; second++) {
      gateway.advance(SECOND);
      picks.push(gateway.pick());
      gateway.settle(picks.at(-1) === 0 ? 10 * MS : 70 * MS);
    }
    expect(picks.indexOf(1)).toBe(29);
    // It was as slow as ever, so its average counts in full again.
    expect(picks.filter((node) => node === 1)).toHaveLength(1);
  });

  test("that has become fast wins its traffic back", () => {
    const gateway = gatewayOf({ nodes: 2, parameters: { halveAfter: 3, smoothing: 0.5 } });
    warm(gateway, [10, 80]);
    for (let second = 1; second <= 60; second++) {
      gateway.advance(SECOND);
      gateway.pick();
      gateway.settle(gateway.picks.at(-1) === 0 ? 10 * MS : 5 * MS);
    }
    // In the end b's average is next to 5; every third second a's 10 counts half as well, and a is tried.
    expect(gateway.picks.slice(-20).filter((node) => node === 1).length).toBeGreaterThanOrEqual(13);
  });

  test("is not forgiven while messages are in flight to it", () => {
    const gateway = gatewayOf({ nodes: 2, parameters: { halveAfter: 1 } });
    warm(gateway, [10, 20]);
    // a takes two, b one of three; b's never returns.
    expect([gateway.pick(), gateway.pick(), gateway.pick()]).toEqual([0, 1, 0]);
    gateway.settle(10 * MS, true, 0);
    gateway.settle(10 * MS, true, 1);
    for (let second = 1; second <= 30; second++) {
      gateway.advance(SECOND);
      expect(gateway.pick()).toBe(0);
      gateway.settle(10 * MS, true, 1);
    }
  });
});
