import { describe, expect, test } from "vitest";
import { findBalancer } from "../../../../sim/index.ts";
import { ProbePool, type PooledProbe } from "../../../../sim/balancers/client/probe-pool.ts";
import { FakeGateway, type FakeOptions } from "../../../conformance/fake-gateway.ts";

const probe = (
  node: number,
  requestsInFlight: number,
  latencyNs: number,
  more: Partial<PooledProbe> = {},
): PooledProbe => ({
  node,
  requestsInFlight,
  latencyNs,
  atNs: 0,
  usesLeft: 100,
  ...more,
});

function poolOf(hotQuantile: number, ...probes: readonly PooledProbe[]): ProbePool {
  const pool = new ProbePool(16, 1e9, hotQuantile);
  for (const one of probes) pool.add(one);
  return pool;
}

describe("the hot-cold lexicographic rule", () => {
  // Requests in flight 1 2 3 4: at quantile 0.5 the threshold is 2, so 3 and 4 are hot.
  const mixed = [probe(0, 1, 90), probe(1, 2, 50), probe(2, 3, 10), probe(3, 4, 20)];

  test.each([
    { quantile: 0.5, best: 1, why: "the quickest of the cold ones" },
    { quantile: 0.25, best: 0, why: "the only cold one" },
    { quantile: 0, best: 0, why: "all are hot: fewest requests" },
    { quantile: 0.75, best: 2, why: "the threshold itself is cold" },
    { quantile: 1, best: 2, why: "none is hot: latency only" },
  ])("quantile $quantile: $why", ({ quantile, best }) => {
    expect(poolOf(quantile, ...mixed).best()!.node).toBe(best);
  });

  test.each([
    { quantile: 0.5, order: [3, 2, 0, 1], why: "hot ones by requests, then cold ones by latency" },
    { quantile: 1, order: [0, 1, 3, 2], why: "the slowest first" },
    { quantile: 0, order: [3, 2, 1, 0], why: "the busiest first" },
  ])("the worst is the reverse: quantile $quantile: $why", ({ quantile, order }) => {
    const pool = poolOf(quantile, ...mixed);
    const left = new Set([0, 1, 2, 3]);
    for (const worst of order) {
      pool.removeWorst();
      left.delete(worst);
      expect(pool.size).toBe(left.size);
      if (left.size > 0) expect(left).toContain(pool.best()!.node);
    }
    pool.removeWorst();
    expect(pool.size).toBe(0);
  });

  test("what is sent on an answer makes it hot", () => {
    const pool = poolOf(0.5, probe(0, 1, 10), probe(1, 1, 20));
    pool.use(pool.best()!);
    // 2 in flight over a threshold of 1.
    expect(pool.best()!.node).toBe(1);
  });
});

describe("the pool", () => {
  test("answers age out, not one nanosecond early", () => {
    const pool = poolOf(0.84, probe(0, 1, 1, { atNs: 0 }), probe(1, 1, 1, { atNs: 5 }));
    pool.expire(1e9);
    expect(pool.size).toBe(2);
    pool.expire(1e9 + 1);
    expect(pool.best()!.node).toBe(1);
    expect(pool.size).toBe(1);
  });

  test("the newest of each node; a full pool drops its oldest", () => {
    const pool = new ProbePool(2, 1e9, 1);
    for (const one of [probe(0, 1, 1), probe(1, 1, 5), probe(0, 9, 7)]) pool.add(one);
    expect([pool.size, pool.best()!.node]).toEqual([2, 1]);
    // Oldest first: 1, then 0.
    pool.add(probe(2, 1, 9));
    expect(pool.best()!.node).toBe(0);
    pool.removeOldest();
    expect(pool.best()!.node).toBe(2);
  });

  test("an answer is used as often as it says", () => {
    const pool = poolOf(1, probe(0, 1, 1, { usesLeft: 2 }));
    pool.use(pool.best()!);
    expect(pool.size).toBe(1);
    pool.use(pool.best()!);
    expect(pool.size).toBe(0);
  });

  test("answers of nodes that are gone are dropped", () => {
    const pool = poolOf(1, probe(0, 1, 1), probe(1, 1, 5));
    pool.keep((node) => node === 1);
    expect([pool.size, pool.best()!.node]).toEqual([1, 1]);
  });
});

describe("prequal", () => {
  const prequal = findBalancer("prequal")!;

  function picksOf(parameters: NonNullable<FakeOptions["parameters"]>): readonly number[] {
    const speeds = Array.from({ length: 60 }, (_, node) => 1 + (node % 7));
    const gateway = new FakeGateway(prequal, { nodes: 60, parameters, speeds, seed: 5 });
    for (let i = 0; i < 500; i++) {
      gateway.advance(1e6);
      gateway.pick();
      if (gateway.held.length > 60) gateway.settle();
    }
    return gateway.picks;
  }

  test("three probes per message, to distinct nodes; one in two messages where it is told half", () => {
    const gateway = new FakeGateway(prequal, { nodes: 10 });
    gateway.pick();
    expect(new Set(gateway.probes.map(({ node }) => node)).size).toBe(3);
    const sparing = new FakeGateway(prequal, { nodes: 10, parameters: { probesPerMessage: 0.5 } });
    for (let i = 0; i < 10; i++) sparing.pick();
    expect(sparing.probes).toHaveLength(5);
  });

  test("no more probes than nodes", () => {
    const gateway = new FakeGateway(prequal, { nodes: 2 });
    gateway.pick();
    expect(gateway.probes.map(({ node }) => node).sort()).toEqual([0, 1]);
  });

  test("with fewer than two answers it is random splitting, with two it goes by them", () => {
    const gateway = new FakeGateway(prequal, { nodes: 50, parameters: { removalsPerMessage: 0 } });
    gateway.pick();
    const known = gateway.probes.map(({ node }) => node);
    gateway.answerProbe(9e6);
    gateway.answerProbe(2e6);
    gateway.answerProbe(5e6);
    expect(gateway.pick()).toBe(known[1]);
  });

  test.each([{ poolSize: 4 }, { poolSize: 32 }, { reuse: 0 }, { reuse: 8 }])(
    "beyond its pool in nodes, %o matters",
    (given) => {
      expect(picksOf(given)).not.toEqual(picksOf({}));
    },
  );

  test("the quick nodes get most messages", () => {
    const picks = picksOf({});
    const quick = picks.slice(100).filter((node) => node % 7 >= 4).length;
    // Three of seven nodes: 43% under random splitting.
    expect(quick / 400).toBeGreaterThan(0.6);
  });
});
