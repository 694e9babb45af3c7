/** Envoy's ring, table and bound against its own unit tests' vectors and hand-worked ones. */
import { describe, expect, test } from "vitest";
import { BoundedLoad, Shuffle, slotsOf } from "../../../../sim/balancers/envoy/bounded-load.ts";
import { hostShares } from "../../../../sim/balancers/envoy/shares.ts";
import { maglevAddress } from "../../../../sim/balancers/hashing/maglev.ts";
import { utf8 } from "../../../../sim/balancers/shared/hash/utf8.ts";
import { xxh64 } from "../../../../sim/balancers/shared/hash/xxh64.ts";
import { ketamaRing, PointCache, ringPoints } from "../../../../sim/balancers/shared/ketama-points.ts";
import { maglevTable } from "../../../../sim/balancers/shared/maglev-table.ts";
import { MersenneTwister } from "../../../../sim/balancers/shared/mersenne-twister.ts";
import { envoyMaglev } from "../../../../sim/balancers/envoy/maglev.ts";
import { envoyRingHash } from "../../../../sim/balancers/envoy/ring-hash.ts";
import { FakeGateway } from "../../../conformance/fake-gateway.ts";

const port = (number: number): string => `127.0.0.1:${90 + number}`;

function table(weights: readonly number[], size: number, keyOf = port): number[] {
  const members = weights.map((weight, id) => ({ id, weight, ...maglevAddress(keyOf(id), size) }));
  return [...maglevTable(members, size)];
}

describe("Maglev, by maglev_lb_test.cc", () => {
  test("Basic: six hosts in seven entries", () => {
    expect(table([1, 1, 1, 1, 1, 1], 7)).toEqual([2, 4, 0, 1, 5, 0, 3]);
  });

  test("BasicWithHostName: the same by the names 90 to 95", () => {
    expect(table([1, 1, 1, 1, 1, 1], 7, (id) => String(90 + id))).toEqual([2, 5, 0, 3, 4, 1, 0]);
  });

  test("Weighted: weights 1 and 2 in 17 entries have 6 and 11", () => {
    const entries = table([1, 2], 17);
    expect([0, 1].map((id) => entries.filter((entry) => entry === id).length)).toEqual([6, 11]);
  });

  test("the balancer looks keys up in that table, whatever the order of its nodes", () => {
    const order = [5, 3, 1, 0, 2, 4];
    const servers = order.map((number) => ({ address: port(number) }));
    const gateway = new FakeGateway(envoyMaglev, { nodes: 6, servers, parameters: { tableSize: 7 } });
    for (let key = 1; key < 50; key++) {
      const entry = xxh64(utf8(`key-${key}`)).modulo(7);
      expect(order[gateway.pick({ key })]).toBe([2, 4, 0, 1, 5, 0, 3][entry]);
    }
  });

  test("a host turned down: the hash xor 2^64 - attempt", () => {
    const servers = Array.from({ length: 6 }, (_, number) => ({ address: port(number) }));
    const parameters = { tableSize: 7, hostSelectionRetries: 3 };
    const gateway = new FakeGateway(envoyMaglev, { nodes: 6, servers, parameters });
    const entries = table([1, 1, 1, 1, 1, 1], 7);
    for (let key = 1; key < 30; key++) {
      const hash = xxh64(utf8(`key-${key}`)).toBigInt();
      const chain = [0n, 1n, 2n, 3n].map((k) => entries[Number((k === 0n ? hash : hash ^ (2n ** 64n - k)) % 7n)]!);
      const first = chain[0]!;
      const expected = chain.find((host) => host !== first) ?? first;
      expect(gateway.pick({ key, tried: (node) => node === first })).toBe(expected);
    }
  });
});

describe("ring", () => {
  test("points: the least host gets a whole number, running sums decide over the others", () => {
    expect(ringPoints([0.25, 0.25, 0.25, 0.25], 6, 6)).toEqual([2, 1, 2, 1]);
    expect(ringPoints([0.5, 0.5], 1024, 8_388_608)).toEqual([512, 512]);
    // 1024 * 1/3 = 341.33, so 342 for the least.
    expect(ringPoints([1 / 3, 2 / 3], 1024, 8_388_608)).toEqual([342, 684]);
    expect(ringPoints([0.3, 0.3, 0.4], 7, 6.66)).toEqual([2, 2, 3]);
  });

  test("a key belongs to the first point at or after its hash", () => {
    const members = [0, 1, 2].map((id) => ({ id, key: port(id), share: 1 / 3 }));
    const ring = ketamaRing(members, 12, 8_388_608, new PointCache());
    expect(ring.length).toBe(12);
    const points = members.flatMap(({ id, key }) =>
      Array.from({ length: 4 }, (_, i) => ({ id, at: xxh64(utf8(`${key}_${i}`)).toBigInt() })),
    );
    points.sort((a, b) => (a.at < b.at ? -1 : 1));
    const servers = members.map(({ key }) => ({ address: key }));
    const gateway = new FakeGateway(envoyRingHash, { nodes: 3, servers, parameters: { minimumRingSize: 12 } });
    for (let key = 1; key < 100; key++) {
      const hash = xxh64(utf8(`key-${key}`)).toBigInt();
      const owner = (points.find(({ at }) => at >= hash) ?? points[0]!).id;
      expect(gateway.pick({ key })).toBe(owner);
    }
  });

  test("a message without a key goes anywhere", () => {
    const gateway = new FakeGateway(envoyRingHash, { nodes: 3 });
    expect(new Set(Array.from({ length: 60 }, () => gateway.pick({ keyText: "" }))).size).toBe(3);
  });

  test("locality weights multiply in; zones of weight 0 have no points", () => {
    const gateway = new FakeGateway(envoyRingHash, {
      nodes: 3,
      servers: [{ zone: "a" }, { zone: "b", metadata: { localityWeight: "0" } }, { zone: "a" }],
      parameters: { localityWeighted: true },
    });
    for (let key = 1; key < 200; key++) gateway.pick({ key });
    expect(gateway.counts[1]).toBe(0);
    const node = { name: "", address: "", zone: "a", weight: 1, metadata: {} };
    const nodes = [node, { ...node, zone: "b", metadata: { localityWeight: "3" } }, node] as never;
    expect(hostShares([0, 1, 2], nodes, true).map(({ share }) => share)).toEqual([0.125, 0.125, 0.75]);
  });
});

describe("bounded load", () => {
  test("slots: whole hundredths rounded up, then by weight; a host may have as many as its slots", () => {
    // (9 + 1) * 150 / 100 = 15 (15.99 cut), a quarter of it rounded up.
    expect(slotsOf(9, 150, 0.25)).toBe(4);
    expect(slotsOf(0, 100, 0.01)).toBe(1);
    const bound = new BoundedLoad(
      150,
      [0, 1, 2, 3].map((id) => ({ id, share: 0.25 })),
    );
    expect(bound.choose(0, 1, { inFlight: Int32Array.of(4, 2, 2, 1), active: 9 })).toBe(0);
    expect(bound.choose(0, 1, { inFlight: Int32Array.of(5, 2, 1, 1), active: 9 })).not.toBe(0);
  });

  test("mt19937: the first draws and the ten thousandth of C++'s default seed", () => {
    const random = new MersenneTwister(5489);
    expect([random.next(), random.next(), random.next()]).toEqual([3499211612, 581869302, 3890346734]);
    for (let i = 3; i < 9999; i++) random.next();
    // ISO C++ [rand.predef]: the 10000th invocation produces 4123659995.
    expect(random.next()).toBe(4123659995);
  });

  test("the order of an overloaded host's stand-ins is Envoy's shuffle, swap by swap", () => {
    for (const seed of [0, 1, 0xdeadbeef]) {
      const random = new MersenneTwister(seed);
      const order = Array.from({ length: 20 }, (_, place) => place);
      for (let i = 0; i < 20; i++) {
        const width = Math.floor(2 ** 32 / (20 - i));
        let step = 20 - i;
        while (step >= 20 - i) step = Math.floor(random.next() / width);
        [order[i], order[i + step]] = [order[i + step]!, order[i]!];
      }
      const shuffle = new Shuffle(20, seed);
      expect(Array.from({ length: 21 }, () => shuffle.next())).toEqual([...order, -1]);
    }
  });

  test("a hot key spills over at its bound, always to the same stand-in; where all are over it the least overloaded", () => {
    const parameters = { hashBalanceFactor: 150 };
    const gateway = new FakeGateway(envoyMaglev, { nodes: 4, parameters });
    const picks = Array.from({ length: 12 }, () => gateway.pick({ key: 7 }));
    const [home] = picks;
    const held = (node: number): number => gateway.view.inFlight[node]!;
    // 12 * 1.5 / 4 = 4.5: five slots, and a host with five takes one more.
    expect(held(home!)).toBeLessThanOrEqual(6);
    expect(new Set(picks).size).toBeGreaterThan(1);
    const crowded = new BoundedLoad(
      100,
      [0, 1].map((id) => ({ id, share: 0.5 })),
    );
    expect(crowded.choose(0, 3, { inFlight: Int32Array.of(9, 8), active: 0 })).toBe(1);
  });
});
