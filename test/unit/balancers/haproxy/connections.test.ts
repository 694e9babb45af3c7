import { describe, expect, test } from "vitest";
import { NONE } from "../../../../sim/index.ts";
import { ScriptedRandom } from "../scripted-random.ts";
import { again, gatewayOf, Queue, weighted } from "./support.ts";

describe("haproxy-leastconn", () => {
  test("an idle farm takes turns whatever the weights", () => {
    expect(gatewayOf("haproxy-leastconn", weighted(5, 1, 1)).letters(9)).toBe("abcabcabc");
  });

  test("held connections fill by (connections + 1) over weight, first come first served among equals", () => {
    const gateway = gatewayOf("haproxy-leastconn", weighted(4, 2, 1));
    // Keys in sixteenths of 4096: idle 0; a 1: 2/4, 2: 3/4, 3: 4/4, 4: 5/4; b 1: 2/2, 2: 3/2; c 1: 2.
    expect(Array.from({ length: 8 }, () => gateway.pick())).toEqual([0, 1, 2, 0, 0, 1, 0, 0]);
  });

  test("a server goes behind its equals whenever its key changes", () => {
    const gateway = gatewayOf("haproxy-leastconn", weighted(1, 1, 1));
    expect([gateway.pick(), gateway.pick()]).toEqual([0, 1]);
    gateway.settle(1e6, true, 1);
    gateway.settle();
    // Idle: 2 all along, then 1, then 0.
    expect(gateway.letters(3)).toBe("cba");
  });

  test("a full server is passed over, and keeps its place meanwhile", () => {
    const gateway = gatewayOf("haproxy-leastconn", [{ maxConnections: 1, weight: 8 }, {}, {}]);
    expect(Array.from({ length: 4 }, () => gateway.pick())).toEqual([0, 1, 2, 1]);
    gateway.settle();
    expect(gateway.pick()).toBe(0);
  });

  test("from 3.2 on one of those with the least key is drawn", () => {
    const random = new ScriptedRandom([2, 1]);
    const gateway = gatewayOf("haproxy-leastconn", weighted(1, 1, 1), { parameters: { version: "3.2" }, random });
    expect([gateway.pick(), gateway.pick(), gateway.pick()]).toEqual([2, 1, 0]);
  });

  test("when all are full the first that has room takes the oldest", () => {
    const queue = new Queue(gatewayOf("haproxy-leastconn", [{ maxConnections: 1 }, { maxConnections: 1 }]));
    for (const name of ["m0", "m1", "m2"]) queue.arrive(name);
    expect(queue.end(1).placed).toEqual(["m0>0", "m1>1", "m2>1"]);
  });
});

describe("haproxy-first", () => {
  test("fills one server after the other, and comes back as soon as there is room", () => {
    const gateway = gatewayOf("haproxy-first", [{ maxConnections: 2 }, { maxConnections: 1 }, { maxConnections: 1 }]);
    expect(Array.from({ length: 5 }, () => gateway.pick())).toEqual([0, 0, 1, 2, NONE]);
    gateway.settle();
    expect(gateway.pick()).toBe(0);
  });

  test("in the order of ids where servers have them; the others are counted in the file", () => {
    const limited = (id?: string) => ({ maxConnections: 1, ...(id === undefined ? {} : { metadata: { id } }) });
    const gateway = gatewayOf("haproxy-first", [limited("3"), limited(), limited("1"), limited()]);
    // Ids 3, 2, 1, 4.
    expect(Array.from({ length: 4 }, () => gateway.pick())).toEqual([2, 1, 0, 3]);
    // A server with an id counts, too: 9, 2, 3, 4.
    const behind = gatewayOf("haproxy-first", [limited("9"), limited(), limited("3"), limited()]);
    expect(Array.from({ length: 4 }, () => behind.pick())).toEqual([1, 2, 3, 0]);
  });

  test("weights count for nothing, but 0 keeps a server out", () => {
    expect(gatewayOf("haproxy-first", weighted(0, 1, 100)).letters(3)).toBe("bbb");
  });
});

describe("haproxy-random", () => {
  /** With one draw per pick: where on the ring it falls. */
  const drawing = (script: readonly number[], draws: number) =>
    gatewayOf("haproxy-random", weighted(1, 1), { parameters: { draws }, random: new ScriptedRandom(script) });
  /** A position of each server's on the ring. */
  const homes = [0, 1].map((node) => {
    for (let hash = 0; ; hash += 0x01000000) if (drawing([hash], 1).pick() === node) return hash;
  });
  const [a, b] = [homes[0]!, homes[1]!];

  test("the draw with fewer connections wins, a tie goes to the new one", () => {
    const gateway = drawing([a, b, a, b, b, a, a, a], 2);
    // Nobody has any: the second draw, b. Then a is less busy than b. Then both have one: the second draw, a. Then a alone.
    expect(Array.from({ length: 4 }, () => gateway.pick())).toEqual([1, 0, 0, 0]);
  });

  test("a winner that is full lets the message wait, though another has room", () => {
    const servers = [{ maxConnections: 1 }, { maxConnections: 9 }];
    const random = new ScriptedRandom([a, a, b]);
    const queue = new Queue(gatewayOf("haproxy-random", servers, { parameters: { draws: 1 }, random }));
    queue.arrive("m0").arrive("m1");
    expect(queue.placed).toEqual(["m0>0"]);
    queue.end();
    expect(queue.placed).toEqual(["m0>0", "m1>0"]);
    expect(queue.arrive("m2").placed.at(-1)).toBe("m2>1");
  });

  test("a redispatch never draws the server it comes from", () => {
    const random = new ScriptedRandom([a, a]);
    const gateway = gatewayOf("haproxy-random", weighted(1, 1), { parameters: { redispatch: true }, random });
    expect(again(gateway, 0)).toBe(1);
  });

  test("bounded loads: with a factor of 101 connections stay level", () => {
    const gateway = gatewayOf("haproxy-random", weighted(1, 1, 1, 1), {
      parameters: { draws: 1, hashBalanceFactor: 101 },
    });
    for (let i = 0; i < 80; i++) gateway.pick();
    expect(Math.max(...gateway.counts) - Math.min(...gateway.counts)).toBeLessThanOrEqual(2);
  });
});
