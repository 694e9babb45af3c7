import { describe, expect, test } from "vitest";
import { findBalancer } from "../../../sim/index.ts";
import { hashKey, mix32 } from "../../../sim/balancers/shared/integer-hash.ts";
import { FakeGateway } from "../../conformance/fake-gateway.ts";

const hash = findBalancer("hash")!;
const KEYS = Array.from({ length: 6000 }, (_, key) => key);
const NODES = 6;

/** Where each key goes with all nodes there, with node 2 away, and with it back. */
function moves(remap: string): { all: number[]; without: number[]; back: number[] } {
  const gateway = new FakeGateway(hash, { nodes: NODES, parameters: { remap } });
  const where = (): number[] => KEYS.map((key) => gateway.pick({ key }));
  const all = where();
  gateway.leave(2);
  const without = where();
  gateway.join(2);
  return { all, without, back: where() };
}

test("MurmurHash3's finaliser gives its published values", () => {
  expect([0, 1, 2, 0xffffffff].map(mix32)).toEqual([0, 0x514e28b7, 0x30f4c306, 0x81f16f39]);
});

test("every bit of a key of 53 bits changes the hash", () => {
  for (let bit = 0; bit < 53; bit++) expect(hashKey(2 ** bit)).not.toBe(hashKey(0));
});

test("equal keys meet at one node, whatever its load", () => {
  const gateway = new FakeGateway(hash, { nodes: NODES });
  expect(new Set(Array.from({ length: 50 }, () => gateway.pick({ key: 77 }))).size).toBe(1);
});

describe("when a node leaves", () => {
  test("candidates: nearly all keys move, and the one node is left out", () => {
    const { all, without, back } = moves("candidates");
    const moved = KEYS.filter((key) => all[key] !== without[key]).length / KEYS.length;
    expect(moved).toBeGreaterThan(0.7);
    expect(without).not.toContain(2);
    expect(back).toEqual(all);
  });

  test("next: only its own keys move, all to the next node", () => {
    const { all, without, back } = moves("next");
    expect(without).toEqual(all.map((node) => (node === 2 ? 3 : node)));
    expect(back).toEqual(all);
  });

  test("next: the first node follows the last", () => {
    const gateway = new FakeGateway(hash, { nodes: NODES, parameters: { remap: "next" } });
    const all = KEYS.map((key) => gateway.pick({ key }));
    gateway.leave(5);
    gateway.leave(0);
    expect(KEYS.map((key) => gateway.pick({ key }))).toEqual(all.map((node) => (node === 5 || node === 0 ? 1 : node)));
  });

  test("rehash: only its own keys move, to all the others alike", () => {
    const { all, without, back } = moves("rehash");
    const movedTo = new Map<number, number>();
    for (const key of KEYS) {
      if (all[key] === 2) movedTo.set(without[key]!, (movedTo.get(without[key]!) ?? 0) + 1);
      else expect(without[key]).toBe(all[key]);
    }
    // About a thousand keys move to five nodes: each gets 200, give or take six standard deviations of a binomial.
    expect([...movedTo.keys()].sort()).toEqual([0, 1, 3, 4, 5]);
    for (const count of movedTo.values()) expect(Math.abs(count - 200)).toBeLessThan(6 * Math.sqrt(200 * 0.8));
    expect(back).toEqual(all);
  });

  test("rehash: when a second node leaves, again only its own keys move", () => {
    const gateway = new FakeGateway(hash, { nodes: NODES, parameters: { remap: "rehash" } });
    gateway.leave(2);
    const before = KEYS.map((key) => gateway.pick({ key }));
    gateway.leave(4);
    const after = KEYS.map((key) => gateway.pick({ key }));
    expect(KEYS.filter((key) => after[key] !== before[key] && before[key] !== 4)).toEqual([]);
  });

  test("rehash: with one node left of hundreds, that one gets every key", () => {
    const gateway = new FakeGateway(hash, { nodes: 300, parameters: { remap: "rehash" } });
    for (let node = 0; node < 300; node++) if (node !== 123) gateway.leave(node);
    expect(new Set([1, 2, 3, 4, 5].map((key) => gateway.pick({ key })))).toEqual(new Set([123]));
  });
});
