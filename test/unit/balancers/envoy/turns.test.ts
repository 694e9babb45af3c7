/** Round robin, least request, slow start, subsets and retries of Envoy's, in hand-worked sequences. */
import { describe, expect, test } from "vitest";
import { envoyLeastRequest, leastRequestWeight } from "../../../../sim/balancers/envoy/least-request.ts";
import { slowStartFactor } from "../../../../sim/balancers/envoy/slow-start.ts";
import { xxh64 } from "../../../../sim/balancers/shared/hash/xxh64.ts";
import { utf8 } from "../../../../sim/balancers/shared/hash/utf8.ts";
import { envoyRandom } from "../../../../sim/balancers/envoy/random.ts";
import { envoyRoundRobin } from "../../../../sim/balancers/envoy/round-robin.ts";
import { FakeGateway } from "../../../conformance/fake-gateway.ts";
import { ScriptedRandom } from "../scripted-random.ts";

describe("round robin", () => {
  test("weights 5, 1, 1 come in bursts", () => {
    const gateway = new FakeGateway(envoyRoundRobin, { nodes: 3, weights: [5, 1, 1], parameters: { seed: 0 } });
    expect(gateway.letters(7)).toBe("aaaabca");
  });

  test("equal weights: an index that starts at the seed and outlives changes of membership", () => {
    const gateway = new FakeGateway(envoyRoundRobin, { nodes: 4, weights: [7, 7, 7, 7], parameters: { seed: 5 } });
    expect(gateway.letters(6)).toBe("bcdabc");
    gateway.leave(0);
    // The eleventh turn over b, c, d.
    expect(gateway.letters(3)).toBe("dbc");
  });

  test("a change of membership begins the schedule again", () => {
    const gateway = new FakeGateway(envoyRoundRobin, { nodes: 3, weights: [5, 1, 1], parameters: { seed: 0 } });
    expect(gateway.letters(3)).toBe("aaa");
    gateway.leave(1);
    gateway.join(1);
    expect(gateway.letters(7)).toBe("aaaabca");
  });

  test("weights below and above 1 alike; hosts without weight do not exist", () => {
    const gateway = new FakeGateway(envoyRoundRobin, { nodes: 4, weights: [0.5, 0, 1, 0.5], parameters: { seed: 0 } });
    for (let i = 0; i < 400; i++) gateway.pick();
    expect([...gateway.counts]).toEqual([100, 0, 200, 100]);
  });

  test("with previous_hosts a retry takes further turns until it meets a new host", () => {
    const gateway = new FakeGateway(envoyRoundRobin, { nodes: 3, parameters: { seed: 0, hostSelectionRetries: 1 } });
    expect(gateway.pick({ tried: (node) => node === 0 })).toBe(1);
    expect(gateway.pick({ tried: (node) => node !== 1 })).toBe(0);
  });
});

describe("least request", () => {
  test("weight 2 with 4 active: 2 / 5; bias 0 ignores load, bias 2 squares it", () => {
    expect(leastRequestWeight(2, 4, 1)).toBe(0.4);
    expect(leastRequestWeight(2, 4, 0)).toBe(2);
    expect(leastRequestWeight(2, 4, 2)).toBeCloseTo(0.08, 12);
  });

  test("equal weights: draws with replacement, of equals the first", () => {
    // Draws: level, then two hosts; the same host may be drawn twice.
    const random = new ScriptedRandom([0, 2, 0, 0, 2, 0, 0, 1, 1]);
    const gateway = new FakeGateway(envoyLeastRequest, { nodes: 3, random, parameters: { seed: 0 } });
    expect([gateway.pick(), gateway.pick(), gateway.pick()]).toEqual([2, 0, 1]);
  });

  test("a full scan finds the least loaded, any of them among equals", () => {
    const parameters = { selectionMethod: "full-scan" };
    const gateway = new FakeGateway(envoyLeastRequest, { nodes: 5, parameters, seed: 5 });
    const round = (): number[] => Array.from({ length: 5 }, () => gateway.pick()).sort((a, b) => a - b);
    expect(round()).toEqual([0, 1, 2, 3, 4]);
    const second = gateway.picks.length;
    expect(round()).toEqual([0, 1, 2, 3, 4]);
    expect(gateway.picks.slice(second)).not.toEqual(gateway.picks.slice(0, second));
    gateway.settle(1e6, true, gateway.held.indexOf(3));
    expect(gateway.pick()).toBe(3);
  });

  test("unequal weights: a deadline by weight and load at the moment of the pick", () => {
    // a is due at 1/2, b at 1. a picked with 0 active: due again at 1; b came first. b picked with 0 active: due at 2.
    // a picked at 1 with 1 active: due at 1 + 2/2 = 2, after b. b at 2 with 1 active: due at 4; a at 2 with 2: at 3.5.
    const gateway = new FakeGateway(envoyLeastRequest, { nodes: 2, weights: [2, 1], parameters: { seed: 0 } });
    expect(Array.from({ length: 6 }, () => gateway.pick())).toEqual([0, 1, 0, 1, 0, 0]);
  });
});

describe("slow start", () => {
  test("the factor rises with age, in a straight line or by aggression, and not from less than the least", () => {
    expect(slowStartFactor(30_000, 60_000, 1, 10)).toBe(0.5);
    expect(slowStartFactor(0, 60_000, 1, 10)).toBe(0.1);
    expect(slowStartFactor(0, 1000, 1, 0)).toBe(0.001);
    expect(slowStartFactor(15_000, 60_000, 2, 0)).toBeCloseTo(0.5, 12);
    expect(slowStartFactor(60_000, 60_000, 1, 10)).toBe(1);
  });

  test("a host that comes back gets a tenth, later half, in the end its full share", () => {
    const parameters = { seed: 0, slowStartWindow: 100 };
    const gateway = new FakeGateway(envoyRoundRobin, { nodes: 2, parameters });
    gateway.advance(200e9);
    gateway.leave(1);
    gateway.join(1);
    const share = (): number => {
      const before = gateway.counts[1]!;
      for (let i = 0; i < 110; i++) gateway.pick();
      return gateway.counts[1]! - before;
    };
    expect(Math.abs(share() - 10)).toBeLessThanOrEqual(1);
    gateway.advance(50e9);
    share();
    expect(Math.abs(share() - 110 / 3)).toBeLessThanOrEqual(1);
    gateway.advance(50e9);
    share();
    expect(Math.abs(share() - 55)).toBeLessThanOrEqual(1);
  });

  test("without a window of its own it is the longest of the nodes'", () => {
    const servers = [{ slowStartSeconds: 0 }, { slowStartSeconds: 100 }];
    const gateway = new FakeGateway(envoyRoundRobin, { nodes: 2, servers, parameters: { seed: 0 } });
    gateway.advance(200e9);
    gateway.leave(1);
    gateway.join(1);
    expect(gateway.letters(10)).toBe("aaaaaaaaab");
  });
});

describe("subsets", () => {
  const shardOf = (key: string): number => xxh64(utf8(key)).modulo(2);
  const key = Array.from({ length: 10 }, (_, number) => number + 1).find((number) => shardOf(`key-${number}`) === 1)!;
  const metadata = (shard: string): { metadata: Record<string, string> } => ({ metadata: { shard } });
  const picked = (servers: readonly object[], subsetFallback: string): Set<number> => {
    const parameters = { subsetShards: 2, subsetFallback };
    const gateway = new FakeGateway(envoyRandom, { nodes: servers.length, servers, parameters });
    return new Set(Array.from({ length: 60 }, () => gateway.pick({ key })));
  };

  test("a key goes to its shard only", () => {
    expect(picked([metadata("0"), metadata("1"), metadata("1")], "no-fallback")).toEqual(new Set([1, 2]));
  });

  test("where its shard has nobody the fallback decides", () => {
    const servers = [metadata("0"), metadata("default"), {}];
    expect(picked(servers, "no-fallback")).toEqual(new Set([-1]));
    expect(picked(servers, "any-endpoint")).toEqual(new Set([0, 1, 2]));
    expect(picked(servers, "default-subset")).toEqual(new Set([1]));
  });

  test("a shard whose hosts are all down does not fall back: it panics", () => {
    const servers = [metadata("0"), metadata("1")];
    const parameters = { subsetShards: 2, subsetFallback: "any-endpoint" };
    const gateway = new FakeGateway(envoyRandom, { nodes: 2, servers, parameters });
    gateway.leave(1);
    expect(gateway.pick({ key })).toBe(-1);
  });
});
