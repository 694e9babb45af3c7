import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { NONE } from "../../../../sim/index.ts";
import { FwrrReference } from "./fwrr-reference.ts";
import { again, gatewayOf, Queue, SECOND, weighted } from "./support.ts";

describe("haproxy-roundrobin", () => {
  test.each([
    [[5, 1, 1], "aaabaac"],
    [[4, 3, 2, 1], "abacbadabc"],
    [[1, 1, 1], "abc"],
  ])("weights %j give %s, again and again", (weights, cycle) => {
    expect(gatewayOf("haproxy-roundrobin", weighted(...weights)).letters(3 * cycle.length)).toBe(cycle.repeat(3));
  });

  test("weight 0 and disabled servers have no turn, the former's weight counts for nothing", () => {
    const servers = [{ weight: 2 }, { weight: 0 }, { weight: 1 }, { down: true }];
    expect(gatewayOf("haproxy-roundrobin", servers).letters(6)).toBe("aacaac");
  });

  test("weights above 256 and broken ones keep their ratios", () => {
    const broken = gatewayOf("haproxy-roundrobin", weighted(0.5, 1.5)).letters(8);
    expect(broken).toBe(gatewayOf("haproxy-roundrobin", weighted(1, 3)).letters(8));
    const high = gatewayOf("haproxy-roundrobin", weighted(1024, 512)).letters(6);
    expect(high).toBe(gatewayOf("haproxy-roundrobin", weighted(256, 128)).letters(6));
  });

  type Step = readonly [kind: number, node: number, extra: number];
  const steps = fc.array(fc.tuple(fc.nat(9), fc.nat(5), fc.nat(3)), { maxLength: 150 });
  const sixWeights = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 6, maxLength: 6 });

  test("the same turns as lb_fwrr.c told with lists: full servers, redispatches, servers that go and come", () => {
    const run = (weights: number[], plan: readonly Step[]): void => {
      const servers = weights.map((weight) => ({ weight, maxConnections: 2 }));
      const gateway = gatewayOf("haproxy-roundrobin", servers, { parameters: { redispatch: true } });
      const reference = new FwrrReference(weights);
      const up = new Set([0, 1, 2, 3, 4, 5]);
      const refresh = (): void => {
        for (const server of reference.servers) server.isFull = gateway.view.inFlight[server.id]! >= 2;
      };
      for (const [kind, node, extra] of plan) {
        if (kind === 0 && up.size > 1 && up.delete(node)) {
          gateway.leave(node);
          reference.down(node);
        } else if (kind === 1 && !up.has(node)) {
          up.add(node);
          gateway.join(node);
          reference.up(node);
        } else if (kind === 2) gateway.settle(1e6, true, Math.min(extra, Math.max(0, gateway.held.length - 1)));
        refresh();
        const avoids = kind === 3 && up.size > 1;
        expect(avoids ? again(gateway, node) : gateway.pick()).toBe(reference.pick(avoids ? node : NONE));
      }
    };
    fc.assert(fc.property(sixWeights, steps, run), { seed: 7, numRuns: 150 });
  });

  test("the same turns through slow starts, whose weights change second by second", () => {
    const run = (weights: number[], plan: readonly Step[]): void => {
      const servers = weights.map((weight) => ({ weight, slowStartSeconds: 4 }));
      const gateway = gatewayOf("haproxy-roundrobin", servers);
      const reference = new FwrrReference(weights);
      /** By server: seconds since it came up. */
      const warming = new Map<number, number>();
      const up = new Set([0, 1, 2, 3, 4, 5]);
      const weightOf = (id: number, age: number): number =>
        weights[id]! * (age >= 4 ? 16 : Math.floor((16 * age + 4) / 4));
      for (const [kind, node] of plan) {
        if (kind === 0 && up.size > 1 && up.delete(node)) {
          gateway.leave(node);
          reference.down(node);
          warming.delete(node);
        } else if (kind <= 2 && !up.has(node)) {
          up.add(node);
          gateway.join(node);
          reference.servers[node]!.weight = weightOf(node, 0);
          reference.up(node);
          warming.set(node, 0);
        } else if (kind === 3) {
          gateway.advance(SECOND);
          for (const id of [...warming.keys()].sort((a, b) => a - b)) {
            const age = warming.get(id)! + 1;
            warming.set(id, age);
            if (weightOf(id, age) !== reference.servers[id]!.weight) reference.reweigh(id, weightOf(id, age));
            if (age >= 4) warming.delete(id);
          }
        }
        expect(gateway.pick()).toBe(reference.pick(NONE));
      }
    };
    fc.assert(fc.property(sixWeights, steps, run), { seed: 11, numRuns: 150 });
  });

  test("when all are full messages wait, and the server that has room first takes the oldest", () => {
    const queue = new Queue(gatewayOf("haproxy-roundrobin", [{ maxConnections: 1 }, { maxConnections: 1 }]));
    for (const name of ["m0", "m1", "m2", "m3"]) queue.arrive(name);
    expect(queue.placed).toEqual(["m0>0", "m1>1"]);
    // Not server 0's turn, but its room.
    queue.end(1).end(1);
    expect(queue.placed.slice(2)).toEqual(["m2>1", "m3>1"]);
    expect(queue.length).toBe(0);
  });

  test("while messages wait new ones queue without asking, which costs nobody a turn", () => {
    const servers = [{ maxConnections: 1 }, { maxConnections: 1 }, { maxConnections: 1 }];
    const many = new Queue(gatewayOf("haproxy-roundrobin", servers));
    const few = new Queue(gatewayOf("haproxy-roundrobin", servers));
    for (const name of ["m0", "m1", "m2", "m3"]) few.arrive(name);
    for (const name of ["m0", "m1", "m2", "m3", "m4", "m5", "m6"]) many.arrive(name);
    for (let i = 0; i < 4; i++) few.end();
    for (let i = 0; i < 7; i++) many.end();
    expect(many.gateway.letters(9)).toBe(few.gateway.letters(9));
  });

  test("a server that comes up takes as many of those who wait as it has room for", () => {
    const queue = new Queue(gatewayOf("haproxy-roundrobin", [{ maxConnections: 1 }, { maxConnections: 2 }]));
    queue.gateway.leave(1);
    for (const name of ["m0", "m1", "m2", "m3"]) queue.arrive(name);
    queue.gateway.join(1);
    expect(queue.drain().placed).toEqual(["m0>0", "m1>1", "m2>1"]);
  });

  test("without a queue a message that finds all full is refused, and the next one asks again", () => {
    const gateway = gatewayOf("haproxy-roundrobin", [{ maxConnections: 1 }]);
    expect([gateway.pick(), gateway.pick()]).toEqual([0, NONE]);
    gateway.settle();
    expect(gateway.pick()).toBe(0);
  });
});

describe("slowstart", () => {
  /** How many of 160 messages go to the server that is back, that many seconds after. */
  const shareAfter = (seconds: number, name = "haproxy-roundrobin"): number => {
    const servers = [{ weight: 10 }, { weight: 10, slowStartSeconds: 10 }];
    const gateway = gatewayOf(name, servers);
    gateway.leave(1);
    gateway.letters(3);
    gateway.join(1);
    gateway.advance(seconds * SECOND);
    const before = gateway.counts[1]!;
    gateway.letters(160);
    return gateway.counts[1]! - before;
  };

  test("a server that is back works up to its weight in sixteenths", () => {
    // (16 × 5 + 10) // 10 = 9 sixteenths of weight 10, against 160: 160 × 90/250.
    const shares = [0, 5, 9, 10].map((seconds) => shareAfter(seconds));
    const expected = [160 / 17, (160 * 9) / 25, (160 * 15) / 31, 80];
    shares.forEach((share, index) => expect(Math.abs(share - expected[index]!)).toBeLessThanOrEqual(2));
  });

  test("not at the start, and not where weights are static", () => {
    expect(gatewayOf("haproxy-roundrobin", [{ slowStartSeconds: 10 }, { slowStartSeconds: 10 }]).letters(4)).toBe(
      "abab",
    );
    expect(shareAfter(0, "haproxy-static-rr")).toBe(80);
  });

  test("the connection limit opens by whole percent, one connection at least", () => {
    const gateway = gatewayOf("haproxy-roundrobin", [{ maxConnections: 8, slowStartSeconds: 4 }]);
    const room = (): number => {
      const before = gateway.held.length;
      while (gateway.pick() !== NONE);
      return gateway.held.length - before;
    };
    expect(room()).toBe(8);
    while (gateway.held.length > 0) gateway.settle();
    gateway.leave(0);
    gateway.join(0);
    expect(room()).toBe(1);
    gateway.advance(SECOND);
    expect(room()).toBe(1);
    gateway.advance(SECOND);
    expect(room()).toBe(2);
    gateway.advance(2 * SECOND);
    expect(room()).toBe(4);
  });

  test("a limit that opens lets in who waits, at the next look", () => {
    const queue = new Queue(gatewayOf("haproxy-roundrobin", [{ maxConnections: 4, slowStartSeconds: 4 }]));
    queue.gateway.leave(0);
    queue.gateway.join(0);
    for (const name of ["m0", "m1", "m2"]) queue.arrive(name);
    expect(queue.placed).toEqual(["m0>0"]);
    queue.gateway.advance(2 * SECOND);
    expect(queue.arrive("m3").placed).toEqual(["m0>0", "m1>0"]);
  });
});
