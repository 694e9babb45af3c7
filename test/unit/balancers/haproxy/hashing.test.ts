import { crc32 as zlibCrc32 } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hashOf, hashOfAddress, uriInput } from "../../../../sim/balancers/haproxy/hash-input.ts";
import { serverMap, weightDivisor } from "../../../../sim/balancers/haproxy/server-map.ts";
import { fullAvalanche } from "../../../../sim/balancers/shared/hash/full-avalanche.ts";
import { utf8 } from "../../../../sim/balancers/shared/hash/utf8.ts";
import { NONE, type NodeConfig, type ParameterValue } from "../../../../sim/index.ts";
import { again, gatewayOf, Queue, SECOND, weighted } from "./support.ts";

describe("the map of static-rr and of map-based hashing", () => {
  /** `lb_map.c` as it stands: every slot looks at every server. */
  const naive = (weights: readonly number[]): number[] => {
    const sum = weights.reduce((total, weight) => total + weight, 0);
    const scores = weights.map(() => 0);
    return Array.from({ length: sum }, () => {
      let best = -1;
      let most = 0;
      for (const [place, weight] of weights.entries()) {
        scores[place]! += weight;
        const value = Math.trunc((scores[place]! + sum) / sum);
        if (best < 0 || value > most) [best, most] = [place, value];
      }
      scores[best]! -= sum;
      return best;
    });
  };

  test("slot for slot as when every slot looks at every server", () => {
    const anyWeights = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 12 });
    const same = (weights: number[]): void => {
      const servers = weights.map((_, node) => node);
      expect([...serverMap(servers, (node) => weights[node]!)]).toEqual(naive(weights));
    };
    fc.assert(fc.property(anyWeights, same), { seed: 3, numRuns: 300 });
  });

  test("weights are divided by their common divisor, zeros aside", () => {
    expect([
      weightDivisor(Int32Array.of(6, 0, 9)),
      weightDivisor(Int32Array.of(0, 0)),
      weightDivisor(Int32Array.of(4)),
    ]).toEqual([3, 1, 4]);
    expect(gatewayOf("haproxy-static-rr", weighted(8, 6, 4, 2)).letters(20)).toBe("ababcabacd".repeat(2));
  });

  test("static-rr passes over the full, and goes on from the same slot of the next map", () => {
    const gateway = gatewayOf("haproxy-static-rr", [{ maxConnections: 1 }, {}, {}]);
    expect(Array.from({ length: 4 }, () => gateway.pick())).toEqual([0, 1, 2, 1]);
    gateway.leave(1);
    // Slot 2 of a b c is past the end of a c, which begins again with a, who is full.
    expect([gateway.pick(), gateway.pick()]).toEqual([2, 2]);
  });

  test("all full: the message waits and is not lost to the walk", () => {
    const queue = new Queue(gatewayOf("haproxy-static-rr", [{ maxConnections: 1 }, { maxConnections: 1 }]));
    expect(queue.arrive("m0").arrive("m1").arrive("m2").end(1).placed).toEqual(["m0>0", "m1>1", "m2>1"]);
  });
});

describe("hash inputs", () => {
  test("hash src: the function reads the address's bytes, and no address is nothing to hash", () => {
    const gateway = gatewayOf("haproxy-hash", weighted(1, 1, 1, 1, 1), {
      parameters: { input: "address", function: "crc32" },
    });
    const clients = [Uint8Array.of(192, 0, 2, 200), Uint8Array.of(10, 0, 0, 7), new Uint8Array(16).fill(254)];
    for (const [index, clientAddress] of clients.entries()) {
      expect(gateway.pick({ key: index + 1, clientAddress })).toBe(zlibCrc32(clientAddress) % 5);
    }
    const none = clients.map(() => gateway.pick({ key: 0, clientAddress: new Uint8Array(0) }));
    expect(none).toEqual([0, 1, 2]);
  });

  test("none reads a decimal number", () => {
    const numbers = ["42x", "-1", "4294967298", "x"].map((text) => hashOf(utf8(text), "none"));
    expect(numbers).toEqual([42, 0xffffffff, 2, 0]);
  });

  test("source: IPv4 as a number, IPv6 as its words xored", () => {
    expect(hashOfAddress(Uint8Array.of(127, 0, 0, 1))).toBe(0x7f000001);
    expect(hashOfAddress(Uint8Array.of(0x20, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 2, 0xff, 0, 0, 3))).toBe(0xdf010000);
  });

  test.each([
    [{}, "/a/b/c?x=1", "/a/b/c"],
    [{ whole: true }, "/a/b/c?x=1", "/a/b/c?x=1"],
    [{ length: 4 }, "/a/b/c?x=1", "/a/b"],
    [{ depth: 1 }, "/a/b/c?x=1", "/a"],
    [{ depth: 2 }, "/a/b/c?x=/1", "/a/b"],
    [{ depth: 3 }, "/a/b/c", "/a/b/c"],
    [{ depth: 2, whole: true }, "/a?x=/1/2", "/a?x=/1"],
  ])("uri %j: %s is hashed as %s", (rule, uri, expected) => {
    expect(uriInput(uri, { length: 0, depth: 0, whole: false, ...rule })).toBe(expected);
  });

  test("the uri parameters reach the hash", () => {
    const nodeOf = (keyText: string, parameters: Readonly<Record<string, ParameterValue>>): number =>
      gatewayOf("haproxy-hash", weighted(1, 1, 1, 1, 1, 1, 1), { parameters }).pick({ key: 1, keyText });
    const same = (a: string, b: string, parameters: Readonly<Record<string, ParameterValue>>): boolean =>
      nodeOf(a, parameters) === nodeOf(b, parameters);
    expect(same("/a/b?x=1", "/a/b?x=2", { input: "uri" })).toBe(true);
    expect(same("/a/b?x=1", "/a/b?x=2", { input: "key" })).toBe(false);
    expect(same("/a/b?x=1", "/a/b?x=2", { input: "uri", uriWhole: true })).toBe(false);
    expect(same("/a/b/c", "/a/b/d", { input: "uri" })).toBe(false);
    expect(same("/a/b/c", "/a/b/d", { input: "uri", uriDepth: 2 })).toBe(true);
    expect(same("/a/b/c", "/a/b/d", { input: "uri", uriLength: 5 })).toBe(true);
  });
});

/** Where HAProxy's rule puts a hash, found by looking at every point. */
function nearest(hash: number, weights: readonly number[], isUp: (node: number) => boolean = () => true): number {
  const points = weights.flatMap((weight, node) =>
    Array.from({ length: isUp(node) ? 16 * weight : 0 }, (_, number) => ({
      node,
      at: fullAvalanche((node + 1) * 4096 + number),
    })),
  );
  points.sort((a, b) => a.at - b.at);
  const found = points.findIndex(({ at }) => at >= hash);
  const next = points[Math.max(0, found)]!;
  const previous = points[(Math.max(0, found) + points.length - 1) % points.length]!;
  return (hash - previous.at) >>> 0 <= (next.at - hash) >>> 0 ? previous.node : next.node;
}

describe("the ring", () => {
  const WEIGHTS = [2, 1, 3, 1, 1, 2];
  const ring = (servers: readonly Partial<NodeConfig>[], parameters: Readonly<Record<string, ParameterValue>> = {}) =>
    gatewayOf("haproxy-hash", servers, {
      parameters: { hashType: "consistent", avalanche: "off", function: "none", ...parameters },
    });

  test("the nearest point, whoever is down and back, however few are left", () => {
    const hashes = fc.array(fc.integer({ min: 0, max: 0xffffffff }), { minLength: 30, maxLength: 30 });
    const changes = fc.array(fc.nat(5), { maxLength: 12 });
    const same = (keys: number[], toggled: number[]): void => {
      const gateway = ring(weighted(...WEIGHTS));
      const down = new Set<number>();
      for (const node of [0, ...toggled]) {
        if (down.delete(node)) gateway.join(node);
        else if (down.size < 5) {
          down.add(node);
          gateway.leave(node);
        }
        for (const key of keys) {
          const keyText = String(key);
          expect(gateway.pick({ key: key + 1, keyText })).toBe(nearest(key, WEIGHTS, (other) => !down.has(other)));
          gateway.settle();
        }
      }
    };
    fc.assert(fc.property(hashes, changes, same), { seed: 5, numRuns: 30 });
  });

  test("the same where so few of many are left that the ring is made anew, and all come back", () => {
    const weights = Array<number>(40).fill(1);
    const gateway = ring(weighted(...weights));
    const check = (isUp: (node: number) => boolean): void => {
      for (let key = 0; key < 2 ** 32; key += 2 ** 26 + 12345) {
        expect(gateway.pick({ key: key + 1, keyText: String(key) })).toBe(nearest(key, weights, isUp));
        gateway.settle();
      }
    };
    for (let node = 3; node < 40; node++) gateway.leave(node);
    check((node) => node < 3);
    for (let node = 3; node < 40; node++) gateway.join(node);
    check(() => true);
  });

  test("explicit sdbm is not avalanched, sdbm by default is, on a ring only", () => {
    const points = weighted(1, 1, 1, 1, 1);
    const picks = (parameters: Readonly<Record<string, ParameterValue>>): string => {
      const gateway = gatewayOf("haproxy-hash", points, { parameters });
      return Array.from({ length: 50 }, (_, key) => gateway.pick({ key: key + 1, keyText: `key-${key}` })).join("");
    };
    const consistent = { hashType: "consistent" };
    expect(picks(consistent)).toBe(picks({ ...consistent, avalanche: "on" }));
    expect(picks(consistent)).not.toBe(picks({ ...consistent, avalanche: "off" }));
    expect(picks({})).toBe(picks({ avalanche: "off" }));
    expect(picks({})).not.toBe(picks({ avalanche: "on" }));
    const named = { ...consistent, function: "djb2" };
    expect(picks(named)).toBe(picks({ ...named, avalanche: "off" }));
  });

  test("source: the address is the hash, and avalanche changes it", () => {
    const addresses = Array.from({ length: 60 }, (_, host) => Uint8Array.of(10, 7, host, 3 * host));
    const asNumber = (address: Uint8Array): number => hashOfAddress(address);
    for (const avalanche of ["on", "off"] as const) {
      const gateway = gatewayOf("haproxy-source", weighted(...WEIGHTS), {
        parameters: { hashType: "consistent", avalanche },
      });
      const hash = avalanche === "on" ? (address: Uint8Array) => fullAvalanche(asNumber(address)) : asNumber;
      for (const clientAddress of addresses)
        expect(gateway.pick({ clientAddress })).toBe(nearest(hash(clientAddress), WEIGHTS));
    }
    const map = gatewayOf("haproxy-source", weighted(1, 1, 1, 1, 1, 1, 1));
    for (const clientAddress of addresses) expect(map.pick({ clientAddress })).toBe(asNumber(clientAddress) % 7);
  });

  test("a ring's identity is the server's id", () => {
    const numbered = [3, 1, 2].map((id) => ({ metadata: { id: String(id) } }));
    const [plain, renamed] = [ring(weighted(1, 1, 1)), ring(numbered)];
    for (let key = 0; key < 2 ** 32; key += 2 ** 25) {
      const message = { key: key + 1, keyText: String(key) };
      expect([2, 0, 1][renamed.pick(message)]).not.toBeUndefined();
      expect(numbered[renamed.pick(message)]!.metadata.id).toBe(String(plain.pick(message) + 1));
    }
  });

  test("messages without a key walk the points one by one, and pass over the full", () => {
    const byPoint = weighted(1, 1)
      .flatMap((_, node) =>
        Array.from({ length: 16 }, (__, number) => ({ node, at: fullAvalanche((node + 1) * 4096 + number) })),
      )
      .sort((a, b) => a.at - b.at)
      .map(({ node }) => node);
    const gateway = ring(weighted(1, 1));
    const walk = Array.from({ length: 40 }, () => {
      const node = gateway.pick({ keyText: "" });
      gateway.settle();
      return node;
    });
    expect(walk).toEqual([...byPoint, ...byPoint.slice(0, 8)]);
    const limited = ring([{ maxConnections: 1 }, {}]);
    const first = Array.from({ length: 6 }, () => limited.pick({ keyText: "" }));
    expect(first.filter((node) => node === 0)).toHaveLength(1);
  });

  test("slow start takes the highest-numbered points off, and puts them back", () => {
    const gateway = ring([{}, { weight: 4, slowStartSeconds: 16 }]);
    gateway.leave(1);
    gateway.join(1);
    const share = (): number => {
      let count = 0;
      for (let key = 0; key < 2 ** 32; key += 2 ** 22)
        if (gateway.pick({ key: key + 1, keyText: String(key) }) === 1) count++;
      while (gateway.held.length > 0) gateway.settle();
      return count / 1024;
    };
    const early = share();
    gateway.advance(16 * SECOND);
    const late = share();
    let expected = 0;
    for (let key = 0; key < 2 ** 32; key += 2 ** 22) if (nearest(key, [1, 4]) === 1) expected++;
    expect(late).toBe(expected / 1024);
    expect(early).toBeLessThan(late / 2);
  });

  test("a redispatch goes on to the next point of another server", () => {
    const gateway = ring(weighted(...WEIGHTS), { redispatch: true, redispatchInterval: 1 });
    for (let key = 1; key < 2 ** 32; key += 2 ** 27) {
      const first = gateway.pick({ key, keyText: String(key) });
      expect(gateway.pick({ key, keyText: String(key), attempt: 1, previous: first, tries: [first] })).not.toBe(first);
    }
    expect(again(ring([{}], { redispatch: true, redispatchInterval: 1 }), 0)).toBe(0);
  });
});

describe("hash-balance-factor", () => {
  const HOT = { key: 7, keyText: "hot" };
  const bounded = (hashBalanceFactor: number, weights: readonly number[] = [1, 1, 1, 1]) =>
    gatewayOf("haproxy-hash", weighted(...weights), { parameters: { hashType: "consistent", hashBalanceFactor } });

  test("a hot key's server never has more than its slots, the new connection included", () => {
    for (const factor of [101, 125, 200, 390]) {
      const gateway = bounded(factor);
      for (let total = 0; total < 200; total++) {
        const node = gateway.pick(HOT);
        const slots = Math.ceil(((total + 1) * factor) / 100);
        // Equal weights: a quarter each, the remainder dealt to one or the other.
        expect(gateway.view.inFlight[node]!).toBeLessThanOrEqual(Math.max(1, Math.ceil(slots / 4)));
      }
    }
  });

  test("slots follow the weights", () => {
    const gateway = bounded(110, [1, 2, 5]);
    for (let i = 0; i < 400; i++) gateway.pick(HOT);
    [50, 100, 250].forEach((share, node) => expect(gateway.counts[node]!).toBeLessThanOrEqual(share * 1.1 + 1));
  });

  test("0 is no bound, and maps have none", () => {
    const gateway = bounded(0);
    for (let i = 0; i < 50; i++) gateway.pick(HOT);
    expect(Math.max(...gateway.counts)).toBe(50);
    const map = gatewayOf("haproxy-hash", weighted(1, 1), { parameters: { hashBalanceFactor: 101 } });
    for (let i = 0; i < 50; i++) map.pick(HOT);
    expect(Math.max(...map.counts)).toBe(50);
  });

  test("connections that end make room again", () => {
    const gateway = bounded(150);
    const first = gateway.pick(HOT);
    expect(gateway.pick(HOT)).not.toBe(first);
    gateway.settle();
    expect(gateway.pick(HOT)).toBe(first);
  });
});

describe("full servers of a hash", () => {
  test("a message waits for its own server; others pass it", () => {
    const parameters = { function: "none" };
    const queue = new Queue(gatewayOf("haproxy-hash", [{ maxConnections: 1 }, { maxConnections: 1 }], { parameters }));
    const to = (node: number) => ({ key: node + 1, keyText: String(node) });
    queue.arrive("m0", to(0)).arrive("m1", to(0)).arrive("m2", to(1));
    expect(queue.placed).toEqual(["m0>0", "m2>1"]);
    expect(queue.end().placed).toEqual(["m0>0", "m2>1", "m1>0"]);
  });

  test("without a queue it is refused", () => {
    const gateway = gatewayOf("haproxy-hash", [{ maxConnections: 1 }]);
    expect([gateway.pick({ key: 1 }), gateway.pick({ key: 1 })]).toEqual([0, NONE]);
  });
});
