import { describe, expect, test } from "vitest";
import { DecayingEwma } from "../../../../sim/balancers/shared/decaying-ewma.ts";
import { SlidingQuantile } from "../../../../sim/balancers/shared/sliding-quantile.ts";
import { findBalancer } from "../../../../sim/index.ts";
import { FakeGateway, type FakeOptions } from "../../../conformance/fake-gateway.ts";

const aperture = findBalancer("finagle-aperture")!;
const SECOND = 1e9;

/** Keeps `held` messages in flight, a message every millisecond; how many nodes got any of the last thousand. */
function width(held: number, options: Partial<FakeOptions> = {}): number {
  const gateway = new FakeGateway(aperture, { nodes: 20, seed: 3, ...options });
  for (let i = 0; i < 120_000; i++) {
    gateway.advance(SECOND / 1000);
    if (gateway.held.length >= held) gateway.settle();
    gateway.pick();
  }
  return new Set(gateway.picks.slice(-1000)).size;
}

describe("finagle-aperture", () => {
  test("as wide as its messages in flight: about one for each node of it", () => {
    expect(width(1)).toBe(1);
    // In flight 7 or 8 in turns, 7.5 on average: within 0.875 … 1.125 per node are 7 and 8 nodes.
    expect([7, 8]).toContain(width(8));
    expect(width(100)).toBe(20);
  });

  test("never narrower than it is told", () => {
    expect(width(1, { parameters: { minAperture: 5 } })).toBe(5);
  });

  test("fewer nodes than the smallest aperture are all there is", () => {
    expect(width(1, { nodes: 3, parameters: { minAperture: 5 } })).toBe(3);
  });

  test("a node of it that leaves makes room for the next in order, and comes back anywhere", () => {
    const gateway = new FakeGateway(aperture, { nodes: 10, seed: 4 });
    const first = gateway.pick();
    gateway.settle();
    gateway.leave(first);
    const second = gateway.pick();
    gateway.settle();
    expect(second).not.toBe(first);
    gateway.leave((second + 1) % 10);
    expect(gateway.pick()).toBe(second);
  });

  test("gateways have orders of their own", () => {
    const firsts = Array.from({ length: 30 }, (_, seed) => new FakeGateway(aperture, { nodes: 10, seed }).pick());
    expect(new Set(firsts).size).toBeGreaterThan(5);
  });
});

test("with Peak EWMA inside, the slow one of two is left alone", () => {
  const balancer = findBalancer("finagle-aperture-peak-ewma")!;
  const gateway = new FakeGateway(balancer, { nodes: 2, parameters: { minAperture: 2 } });
  gateway.pick();
  gateway.pick();
  gateway.settle(500e6, true, gateway.held.indexOf(0));
  gateway.settle(1e6, true, gateway.held.indexOf(1));
  for (let i = 0; i < 20; i++) expect(gateway.pick()).toBe(1);
});

test("an average over time: the first value, then by how long the last one held", () => {
  const average = new DecayingEwma(15 * SECOND);
  expect(average.observe(4, 7)).toBe(4);
  expect(average.observe(9, 7)).toBe(4);
  // 15 s later the past counts 1/e.
  expect(average.observe(0, 7 + 15 * SECOND)).toBeCloseTo(4 / Math.E, 12);
});

test("quantiles of the last few values", () => {
  const window = new SlidingQuantile(4);
  expect(window.quantile(0.5)).toBe(Infinity);
  for (const value of [5, 1, 3, 3]) window.add(value);
  expect([0.25, 0.5, 0.75, 0.76, 1].map((q) => window.quantile(q))).toEqual([1, 3, 3, 5, 5]);
  // 5 and 1 leave.
  for (const value of [9, 2]) window.add(value);
  expect([0.25, 0.5, 0.75, 1].map((q) => window.quantile(q))).toEqual([2, 3, 3, 9]);
});
