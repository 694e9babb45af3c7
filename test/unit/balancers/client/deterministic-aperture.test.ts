import { describe, expect, test } from "vitest";
import { apertureWidth, overlap } from "../../../../sim/balancers/client/deterministic-aperture.ts";
import { findBalancer } from "../../../../sim/index.ts";
import { FakeGateway } from "../../../conformance/fake-gateway.ts";

const aperture = findBalancer("finagle-deterministic-aperture")!;

/** Picks by node of one gateway of several, each message answered before the next. */
function loads(gateway: number, gatewayCount: number, nodes: number, messages: number): number[] {
  const one = new FakeGateway(aperture, { nodes, gateway, gatewayCount, seed: gateway });
  const counts = Array<number>(nodes).fill(0);
  for (let i = 0; i < messages; i++) {
    counts[one.pick()]!++;
    one.settle();
  }
  return counts;
}

describe("finagle-deterministic-aperture", () => {
  test("arcs are whole clients' units, cover 12 nodes at least and all at most", () => {
    // 12 of 30 nodes are 0.4 of the circle: with 3 clients 2 units, with 10 clients 4.
    expect(apertureWidth(3, 30, 12)).toBeCloseTo(2 / 3, 12);
    expect(apertureWidth(10, 30, 12)).toBeCloseTo(4 / 10, 12);
    expect(apertureWidth(3, 5, 12)).toBe(1);
    expect(apertureWidth(1, 1000, 12)).toBe(1);
  });

  test("a node at an arc's edge belongs to it in part, also beyond the end of the circle", () => {
    expect(overlap(0, 0.05, 0.4, 10)).toBeCloseTo(0.5, 9);
    expect(overlap(4, 0.05, 0.4, 10)).toBeCloseTo(0.5, 9);
    expect(overlap(2, 0.05, 0.4, 10)).toBeCloseTo(1, 9);
    expect(overlap(5, 0.05, 0.4, 10)).toBe(0);
    expect(overlap(0, 0.85, 0.2, 10)).toBeCloseTo(0.5, 9);
  });

  test("each client keeps to its arc, and all together load the nodes evenly", () => {
    const clients = Array.from({ length: 8 }, (_, client) => loads(client, 8, 20, 6000));
    // 12 of 20 nodes by eighths are 5 eighths: 12.5 nodes.
    for (const counts of clients) expect(counts.filter((count) => count > 0)).toHaveLength(13);
    const total = clients[0]!.map((_, node) => clients.reduce((sum, counts) => sum + counts[node]!, 0));
    const mean = (8 * 6000) / 20;
    // Draws alone deviate by 2%; a half node at an edge is drawn a little more than half as often.
    for (const load of total) expect(Math.abs(load / mean - 1)).toBeLessThan(0.12);
  });

  test("of two the one with fewer messages for the part of it that belongs to the arc", () => {
    const gateway = new FakeGateway(aperture, { nodes: 2, seed: 1 });
    const counts = [0, 0];
    for (let i = 0; i < 100; i++) counts[gateway.pick()]!++;
    expect(Math.abs(counts[0]! - counts[1]!)).toBeLessThanOrEqual(1);
  });

  test("by Peak EWMA the slow one of two is left alone", () => {
    const gateway = new FakeGateway(aperture, { nodes: 2, parameters: { load: "peak-ewma" } });
    gateway.pick();
    gateway.pick();
    gateway.settle(500e6, true, gateway.held.indexOf(0));
    gateway.settle(1e6, true, gateway.held.indexOf(1));
    for (let i = 0; i < 20; i++) expect(gateway.pick()).toBe(1);
  });

  test("a smaller aperture serves fewer nodes", () => {
    const served = (minAperture: number): number => {
      const gateway = new FakeGateway(aperture, { nodes: 20, gatewayCount: 8, parameters: { minAperture } });
      for (let i = 0; i < 500; i++) gateway.pick();
      return new Set(gateway.picks).size;
    };
    expect(served(2)).toBe(3);
    expect(served(12)).toBe(13);
  });

  test("with a shorter memory the slow one is tried again sooner", () => {
    const picksOfSlow = (decaySeconds: number): number => {
      const gateway = new FakeGateway(aperture, { nodes: 2, parameters: { load: "peak-ewma", decaySeconds } });
      gateway.pick();
      gateway.pick();
      for (const [node, ms] of [500, 1].entries()) gateway.settle(ms * 1e6, true, gateway.held.indexOf(node));
      for (let i = 0; i < 200; i++) {
        gateway.advance(10e6);
        gateway.pick();
        gateway.settle(gateway.held[0] === 0 ? 500e6 : 1e6);
      }
      return gateway.picks.slice(2).filter((node) => node === 0).length;
    };
    expect(picksOfSlow(0.05)).toBeGreaterThan(picksOfSlow(10));
  });
});
