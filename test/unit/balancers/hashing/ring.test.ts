/** The ring families: what moves when nodes come and go, where retries go, and that nobody exceeds a bound. */
import { describe, expect, it } from "vitest";
import { pointCounts, virtualNodeRing } from "../../../../sim/balancers/hashing/virtual-node-ring.ts";
import { boundedCapacity } from "../../../../sim/balancers/hashing/ring-balancer.ts";
import { positionOf } from "../../../../sim/balancers/hashing/positions.ts";
import { boundedLoadRing } from "../../../../sim/balancers/hashing/bounded-load-ring.ts";
import { consistentHashRing } from "../../../../sim/balancers/hashing/consistent-hash-ring.ts";
import { jumpHash } from "../../../../sim/balancers/hashing/jump-hash.ts";
import { maglev } from "../../../../sim/balancers/hashing/maglev.ts";
import { multiProbe } from "../../../../sim/balancers/hashing/multi-probe.ts";
import { rendezvous } from "../../../../sim/balancers/hashing/rendezvous.ts";
import type { BalancerDefinition, NodeId, ParameterValue } from "../../../../sim/index.ts";
import { FakeGateway } from "../../../conformance/fake-gateway.ts";

const KEYS = Array.from({ length: 4000 }, (_, i) => i + 1);

/** Where each key goes; nothing stays in flight. */
function homes(gateway: FakeGateway): NodeId[] {
  return KEYS.map((key) => {
    const node = gateway.pick({ key });
    gateway.settle();
    return node;
  });
}

function gatewayOf(
  definition: BalancerDefinition,
  nodes: number,
  parameters: Readonly<Record<string, ParameterValue>> = {},
): FakeGateway {
  return new FakeGateway(definition, { nodes, parameters });
}

describe("consistent-hash-ring", () => {
  it("puts a key at the first of all points `address_j` at or after its hash", () => {
    const gateway = gatewayOf(consistentHashRing, 4, { virtualNodes: 3 });
    const points = ["n1", "n2", "n3", "n4"].flatMap((address, node) =>
      [0, 1, 2].map((j) => ({ node, at: positionOf("xxhash64", `${address}_${j}`).toBigInt() })),
    );
    points.sort((a, b) => (a.at < b.at ? -1 : 1));
    for (const key of KEYS.slice(0, 300)) {
      const hash = positionOf("xxhash64", `key-${key}`).toBigInt();
      const expected = points.find(({ at }) => at >= hash) ?? points[0]!;
      expect(gateway.pick({ key })).toBe(expected.node);
    }
  });

  it("picks as a ring of the routable nodes alone would", () => {
    const [gateway, alone] = [gatewayOf(consistentHashRing, 5), gatewayOf(consistentHashRing, 5)];
    gateway.leave(1);
    gateway.leave(4);
    const ring = virtualNodeRing(["n1", "n3", "n4"], [160, 160, 160], "xxhash64");
    const expected = KEYS.map((key) => {
      const { high, low } = positionOf("xxhash64", `key-${key}`);
      return [0, 2, 3][ring.owner[ring.successor(high, low)]!];
    });
    expect(homes(gateway)).toEqual(expected);
    gateway.join(1);
    gateway.join(4);
    expect(homes(gateway)).toEqual(homes(alone));
  });

  it("sends a retry on to a node that was not tried, and to any where all were", () => {
    const gateway = gatewayOf(consistentHashRing, 3);
    for (const key of KEYS.slice(0, 50)) {
      const tries: NodeId[] = [];
      for (let attempt = 0; attempt < 3; attempt++) {
        tries.push(gateway.pick({ key, attempt, tries, tried: (node) => tries.includes(node) }));
      }
      expect([...tries].sort()).toEqual([0, 1, 2]);
      expect(gateway.pick({ key, attempt: 3, tried: () => true })).toBe(tries[0]);
    }
  });

  it("gives points in proportion to weight, and one at least", () => {
    expect(pointCounts([1, 1, 1], 160)).toEqual([160, 160, 160]);
    expect(pointCounts([500, 500], 160)).toEqual([160, 160]);
    expect(pointCounts([1, 2, 0, 3], 100)).toEqual([50, 100, 0, 150]);
    expect(pointCounts([1, 1000], 10)).toEqual([1, 20]);
  });
});

describe("bounded-load-ring", () => {
  it("never lets a node hold more than its capacity, and goes home while there is room", () => {
    const bounded = gatewayOf(boundedLoadRing, 10, { loadFactor: 1.25 });
    const plain = gatewayOf(consistentHashRing, 10);
    let displaced = 0;
    for (const [placed, key] of KEYS.entries()) {
      const node = bounded.pick({ key: 1 + (key % 37) });
      const home = plain.pick({ key: 1 + (key % 37) });
      const capacity = boundedCapacity(1.25, placed + 1, 1 / 10);
      expect(bounded.view.inFlight[node]).toBeLessThanOrEqual(capacity);
      if (node === home) continue;
      displaced++;
      expect(bounded.view.inFlight[home]).toBeGreaterThanOrEqual(capacity);
    }
    expect(displaced).toBeGreaterThan(100);
  });

  it("counts what it holds, not what it ever sent", () => {
    const gateway = gatewayOf(boundedLoadRing, 4, { loadFactor: 1 });
    for (const key of KEYS) {
      const home = gatewayOf(consistentHashRing, 4);
      if (key > 60) break;
      expect(gateway.pick({ key })).toBe(home.pick({ key }));
      gateway.settle();
    }
  });

  it("rounds capacities up, and not past themselves", () => {
    expect(boundedCapacity(1.25, 1000, 1 / 100)).toBe(13);
    expect(boundedCapacity(1.1, 10, 1)).toBe(11);
    expect(boundedCapacity(1, 1, 1 / 100)).toBe(1);
  });
});

const MONOTONE: readonly BalancerDefinition[] = [consistentHashRing, rendezvous, multiProbe];

describe.each(MONOTONE)("$name", (definition) => {
  it("moves only the keys of the node that leaves, and spreads them over the others", () => {
    const gateway = gatewayOf(definition, 10);
    const before = homes(gateway);
    gateway.leave(3);
    const after = homes(gateway);
    const heirs = new Set<NodeId>();
    for (const [i, home] of before.entries()) {
      if (home === 3) heirs.add(after[i]!);
      else expect(after[i]).toBe(home);
    }
    expect(heirs.size).toBeGreaterThan(5);
    gateway.join(3);
    expect(homes(gateway)).toEqual(before);
  });

  it("sends a retry elsewhere", () => {
    const gateway = gatewayOf(definition, 5);
    for (const key of KEYS.slice(0, 200)) {
      const first = gateway.pick({ key });
      const second = gateway.pick({ key, attempt: 1, previous: first, tried: (node) => node === first });
      expect(second).not.toBe(first);
    }
  });
});

describe("rendezvous", () => {
  it("moves keys only to the node whose weight grows", () => {
    const weighted = (weight: number): FakeGateway =>
      new FakeGateway(rendezvous, { nodes: 4, weights: [1, 2, weight, 1] });
    const [before, after] = [homes(weighted(1)), homes(weighted(3))];
    const moves = before.flatMap((home, i) => (home === after[i] ? [] : [after[i]]));
    expect(new Set(moves)).toEqual(new Set([2]));
    // From 1/5 to 3/7 of the keys; six standard deviations of a count of 4,000.
    expect(Math.abs(moves.length - 4000 * (3 / 7 - 1 / 5))).toBeLessThan(6 * Math.sqrt(4000 * 0.25));
  });
});

describe("jump-hash", () => {
  it("with remap rehash moves only the absent node's keys, with candidates most of those behind it", () => {
    const moves = (remap: string): number[] => {
      const gateway = gatewayOf(jumpHash, 10, { remap });
      const before = homes(gateway);
      gateway.leave(3);
      const after = homes(gateway);
      return before.flatMap((home, i) => (home !== after[i] && home !== 3 ? [home] : []));
    };
    expect(moves("rehash")).toEqual([]);
    expect(moves("candidates").length).toBeGreaterThan(0.4 * KEYS.length);
  });
});

describe("maglev", () => {
  it("moves few keys between nodes that stay", () => {
    const gateway = gatewayOf(maglev, 10, { tableSize: 1009 });
    const before = homes(gateway);
    gateway.leave(3);
    const after = homes(gateway);
    const moved = before.filter((home, i) => home !== after[i] && home !== 3).length;
    expect(moved).toBeGreaterThan(0);
    expect(moved / KEYS.length).toBeLessThan(0.1);
  });
});
