/** gRPC's policies in hand-worked sequences. */
import { describe, expect, test } from "vitest";
import { Sequence, stridePick, strideWeights } from "../../../../sim/balancers/grpc/static-stride.ts";
import { utf8 } from "../../../../sim/balancers/shared/hash/utf8.ts";
import { xxh64 } from "../../../../sim/balancers/shared/hash/xxh64.ts";
import { grpcLeastRequest } from "../../../../sim/balancers/grpc/least-request.ts";
import { grpcPickFirst } from "../../../../sim/balancers/grpc/pick-first.ts";
import { grpcRingHash } from "../../../../sim/balancers/grpc/ring-hash.ts";
import { grpcRoundRobin } from "../../../../sim/balancers/grpc/round-robin.ts";
import { grpcWeightedRoundRobin } from "../../../../sim/balancers/grpc/weighted-round-robin.ts";
import { FakeGateway } from "../../../conformance/fake-gateway.ts";
import { ScriptedRandom } from "../scripted-random.ts";

describe("static stride", () => {
  function letters(weights: readonly number[], count: number, first = 0): string {
    const scaled = strideWeights(weights, false)!;
    const sequence = new Sequence(first);
    return Array.from({ length: count }, () => String.fromCharCode(97 + stridePick(scaled, sequence))).join("");
  }

  test("weights 1 and 3: b b a b", () => {
    expect(letters([1, 3], 8)).toBe("bbabbbab");
  });

  test("each is picked in proportion over all rounds, to a pick", () => {
    const picks = letters([1, 2, 5], 80_000);
    const share = (letter: string): number => [...picks].filter((one) => one === letter).length;
    expect(Math.abs(share("a") - 10_000)).toBeLessThanOrEqual(2);
    expect(Math.abs(share("b") - 20_000)).toBeLessThanOrEqual(2);
  });

  test("scaled to 65,535; without a weight the mean of the others; fewer than two: plain turns", () => {
    expect([...strideWeights([1, 0, 3], false)!]).toEqual([21_845, 43_690, 65_535]);
    expect(strideWeights([0, 7, 0], false)).toBeNull();
    expect(strideWeights([4], false)).toBeNull();
  });

  test("clamped: between a hundredth and ten times the mean", () => {
    const many = [1000, ...Array<number>(99).fill(1)];
    // The mean is 10.99: the first counts as 109.9, the others as they are.
    expect(strideWeights(many, true)![0]).toBe(65_535);
    expect(strideWeights(many, true)![1]).toBe(Math.round(65_535 / 109.9));
    expect(strideWeights(many, false)![1]).toBe(66);
    expect(strideWeights([1, 1e6], false)![0]).toBe(0);
    expect(strideWeights([1, 1e6], true)![0]).toBe(328);
  });

  test("the sequence begins again behind 2^32 - 1", () => {
    const sequence = new Sequence(4_294_967_295);
    expect([sequence.next(), sequence.next()]).toEqual([4_294_967_295, 0]);
  });
});

describe("weighted round robin", () => {
  const drive = (gateway: FakeGateway, picks: number, slow: number): readonly number[] => {
    const before = [...gateway.counts];
    for (let i = 0; i < picks; i++) {
      const node = gateway.pick();
      gateway.advance(10e6);
      gateway.settle(10e6, true, 0, { serviceNs: node === slow ? 30e6 : 10e6 });
    }
    return before.map((count, node) => gateway.counts[node]! - count);
  };

  test("plain turns until reports count, then by service time", () => {
    const gateway = new FakeGateway(grpcWeightedRoundRobin, { nodes: 2, parameters: { seed: 0, blackoutPeriod: 1 } });
    expect(drive(gateway, 100, 1)).toEqual([50, 50]);
    drive(gateway, 200, 1);
    const [fast, slow] = drive(gateway, 400, 1);
    expect(Math.abs(fast! - 300)).toBeLessThanOrEqual(2);
    expect(Math.abs(slow! - 100)).toBeLessThanOrEqual(2);
  });

  test("a server that reconnects weighs the mean until its blackout is over; silence expires", () => {
    const parameters = { seed: 0, blackoutPeriod: 1, weightExpirationPeriod: 60 };
    const gateway = new FakeGateway(grpcWeightedRoundRobin, { nodes: 3, parameters });
    drive(gateway, 600, 2);
    gateway.leave(2);
    gateway.join(2);
    // The others weigh 100 each, so does their mean.
    const [a, , c] = drive(gateway, 90, 2);
    expect(Math.abs(a! - c!)).toBeLessThanOrEqual(1);
    gateway.advance(100e9);
    expect(drive(gateway, 3, 2)).toEqual([1, 1, 1]);
  });
});

describe("the others", () => {
  test("round robin begins at a random server after every change", () => {
    const gateway = new FakeGateway(grpcRoundRobin, { nodes: 3, random: new ScriptedRandom([2, 1]) });
    expect(gateway.letters(4)).toBe("cabc");
    gateway.leave(0);
    expect(gateway.letters(3)).toBe("cbc");
  });

  test("least request: draws with replacement, of equals the first", () => {
    const random = new ScriptedRandom([2, 0, 2, 0, 1, 1]);
    const gateway = new FakeGateway(grpcLeastRequest, { nodes: 3, random });
    expect([gateway.pick(), gateway.pick(), gateway.pick()]).toEqual([2, 0, 1]);
  });

  test("pick first stays until its connection breaks, then begins at the top", () => {
    const gateway = new FakeGateway(grpcPickFirst, { nodes: 3 });
    expect(gateway.letters(2)).toBe("aa");
    gateway.leave(0);
    expect(gateway.letters(2)).toBe("bb");
    gateway.join(0);
    expect(gateway.letters(2)).toBe("bb");
    gateway.leave(1);
    expect(gateway.letters(2)).toBe("aa");
  });

  test("pick first, shuffled: clients settle on different servers", () => {
    const parameters = { shuffleAddressList: true };
    const firsts = Array.from({ length: 40 }, (_, seed) =>
      new FakeGateway(grpcPickFirst, { nodes: 4, seed, parameters }).pick(),
    );
    expect(new Set(firsts).size).toBe(4);
  });

  test("ring hash: the ring stays, and calls walk past endpoints that cannot be reached", () => {
    const ids = [0, 1, 2];
    const servers = ids.map((id) => ({ address: `10.0.0.${id}:80` }));
    const gateway = new FakeGateway(grpcRingHash, { nodes: 3, servers, parameters: { minRingSize: 30 } });
    const points = ids.flatMap((id) =>
      Array.from({ length: 10 }, (_, i) => ({ id, at: xxh64(utf8(`10.0.0.${id}:80_${i}`)).toBigInt() })),
    );
    points.sort((a, b) => (a.at < b.at ? -1 : 1));
    const owner = (key: number, away: number): number => {
      const hash = xxh64(utf8(`key-${key}`)).toBigInt();
      const from = points.findIndex(({ at }) => at >= hash);
      const walk = [...points.slice(Math.max(0, from)), ...points];
      return walk.find(({ id }) => id !== away)!.id;
    };
    for (let key = 1; key < 60; key++) expect(gateway.pick({ key })).toBe(owner(key, -1));
    gateway.leave(1);
    for (let key = 1; key < 60; key++) expect(gateway.pick({ key })).toBe(owner(key, 1));
  });

  test("ring hash: never more points than the cap", () => {
    const spread = (maxRingSize: number): number => {
      const parameters = { minRingSize: 8192, maxRingSize };
      const gateway = new FakeGateway(grpcRingHash, { nodes: 4, parameters });
      for (let key = 1; key <= 4000; key++) gateway.pick({ key });
      return Math.max(...gateway.counts) - Math.min(...gateway.counts);
    };
    expect(spread(8)).toBeGreaterThan(2 * spread(8192));
  });
});
