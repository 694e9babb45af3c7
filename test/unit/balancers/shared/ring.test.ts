/** The ring against a plain search, and the Maglev table against Envoy's own test. */
import { describe, expect, it } from "vitest";
import { utf8 } from "../../../../sim/balancers/shared/hash/utf8.ts";
import { xxh64 } from "../../../../sim/balancers/shared/hash/xxh64.ts";
import { maglevTable, type MaglevMember } from "../../../../sim/balancers/shared/maglev-table.ts";
import { RingBuilder, type Ring } from "../../../../sim/balancers/shared/ring.ts";
import { TablesByMembership } from "../../../../sim/balancers/shared/tables-by-membership.ts";
import { Stream } from "../../../../sim/core/random.ts";
import type { ClusterView } from "../../../../sim/index.ts";

function ringOf(points: readonly (readonly [high: number, low: number])[], duplicates?: "keep" | "first"): Ring {
  const builder = new RingBuilder(2);
  points.forEach(([high, low], owner) => builder.add(owner, high, low));
  return builder.build(duplicates);
}

const asNumber = (high: number, low: number): bigint => (BigInt(high) << 32n) | BigInt(low);

describe("a ring", () => {
  it("finds the same successor as looking at every point, for rings of 1 to 300 points of 32 and of 64 bits", () => {
    const chance = new Stream(1, "ring");
    for (let size = 1; size <= 300; size = Math.ceil(size * 1.5)) {
      for (const wide of [false, true]) {
        const points = Array.from({ length: size }, () => [chance.u32(), wide ? chance.u32() : 0] as const);
        const ring = ringOf(points);
        const sorted = points.map(([high, low]) => asNumber(high, low)).sort((a, b) => (a < b ? -1 : 1));
        for (let i = 0; i < 200; i++) {
          const exact = i % 4 === 0;
          const [high, low] = exact ? points[i % size]! : [chance.u32(), wide ? chance.u32() : 0];
          const found = sorted.findIndex((position) => position >= asNumber(high, low));
          expect(ring.successor(high, low)).toBe(Math.max(0, found));
        }
      }
    }
  });

  it("goes around in both directions", () => {
    const ring = ringOf([
      [30, 0],
      [10, 0],
      [20, 0],
    ]);
    expect([...ring.owner]).toEqual([1, 2, 0]);
    expect([ring.next(2), ring.previous(0), ring.next(0), ring.previous(2)]).toEqual([0, 2, 1, 1]);
    expect([ring.successor(31), ring.successor(0), ring.successor(0xffffffff)]).toEqual([0, 0, 0]);
  });

  it("keeps points at one position in their order, or only the first", () => {
    const points = [
      [7, 1],
      [7, 0],
      [7, 1],
      [7, 0],
    ] as const;
    expect([...ringOf(points).owner]).toEqual([1, 3, 0, 2]);
    expect([...ringOf(points, "first").owner]).toEqual([1, 0]);
  });
});

describe("a Maglev table", () => {
  /** As Envoy makes them: hosts sorted by address, positions from xxHash with seeds 0 and 1. */
  function members(addresses: readonly string[], weights: readonly number[], size: number): MaglevMember[] {
    return addresses.map((address, id) => ({
      id,
      offset: xxh64(utf8(address)).modulo(size),
      skip: xxh64(utf8(address), 1).modulo(size - 1) + 1,
      weight: weights[id]!,
    }));
  }

  it("is that of Envoy's unit test: six hosts, seven entries", () => {
    const hosts = [90, 91, 92, 93, 94, 95].map((port) => `127.0.0.1:${port}`);
    const table = maglevTable(members(hosts, Array<number>(6).fill(1 / 6), 7), 7);
    expect([...table].map((id) => 90 + id)).toEqual([92, 94, 90, 91, 95, 90, 93]);
  });

  it("shares entries by weight as Envoy's unit test does", () => {
    const hosts = ["127.0.0.1:90", "127.0.0.1:91"];
    const table = maglevTable(members(hosts, [1 / 3, 2 / 3], 17), 17);
    expect([0, 1].map((id) => table.filter((entry) => entry === id).length)).toEqual([6, 11]);
  });

  it("gives nothing to weight 0, and -1 where nobody has weight", () => {
    const hosts = ["a", "b"];
    expect(maglevTable(members(hosts, [0, 1], 7), 7).every((id) => id === 1)).toBe(true);
    expect(maglevTable(members(hosts, [0, 0], 7), 7).every((id) => id === -1)).toBe(true);
  });
});

describe("tables by membership", () => {
  it("are made once for each of the memberships met last", () => {
    const made: string[] = [];
    const tables = new TablesByMembership((ids) => made.push(ids.join()));
    const view = (...ids: number[]): ClusterView =>
      ({ candidates: Int32Array.of(...ids, 99), count: ids.length }) as unknown as ClusterView;
    for (const ids of [[1, 2], [1], [1, 2], [1]]) tables.of(view(...ids));
    expect(made).toEqual(["1,2", "1"]);
    for (const id of [3, 4, 5, 6]) tables.of(view(id));
    tables.of(view(1));
    expect(made.slice(2)).toEqual(["3", "4", "5", "6", "1"]);
  });
});
