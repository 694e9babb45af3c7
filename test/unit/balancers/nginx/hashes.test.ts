import { crc32 as zlibCrc32 } from "node:zlib";
import { describe, expect, test } from "vitest";
import { addressText } from "../../../../sim/balancers/nginx/address-text.ts";
import { ketamaRing } from "../../../../sim/balancers/nginx/ketama.ts";
import { nginxWeights } from "../../../../sim/balancers/nginx/weights.ts";
import { nodeConfig } from "../../../../sim/gateway/balancer-context.ts";
import { findBalancer, NONE, type MessageView, type NodeConfig, type ParameterValue } from "../../../../sim/index.ts";
import { FakeGateway } from "../../../conformance/fake-gateway.ts";
import { aNode } from "../../../fixtures/scenario.ts";
import { ScriptedRandom } from "../scripted-random.ts";

interface Options {
  readonly parameters?: Readonly<Record<string, ParameterValue>>;
  readonly random?: ScriptedRandom;
}

function gatewayOf(name: string, servers: readonly Partial<NodeConfig>[], options: Options = {}): FakeGateway {
  const weights = servers.map((server) => server.weight ?? 1);
  return new FakeGateway(findBalancer(name)!, { nodes: servers.length, weights, servers, ...options });
}

function again(tries: readonly number[]): Partial<MessageView> {
  return { attempt: tries.length, previous: tries.at(-1) ?? NONE, tries, tried: (node) => tries.includes(node) };
}

/** The servers of all tries of one message, each of which fails. */
function allTries(gateway: FakeGateway, message: Partial<MessageView>): number[] {
  const tries: number[] = [];
  for (;;) {
    const node = gateway.pick({ ...message, ...again(tries) });
    if (node === NONE) return tries;
    gateway.settle(1e6, false);
    tries.push(node);
  }
}

describe("nginx-hash", () => {
  /** What the rule says, written with zlib's CRC-32: the servers in the order in which a key meets them. */
  function walk(key: string, weights: readonly number[], steps: number): number[] {
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    let sum = 0;
    return Array.from({ length: steps }, (_, step) => {
      sum += (zlibCrc32(`${step > 0 ? step : ""}${key}`) >>> 16) & 0x7fff;
      let place = sum % total;
      return weights.findIndex((weight) => (place -= weight) < 0);
    });
  }

  test("a message's tries go on summing: each server where the walk meets it first", () => {
    const weights = [1, 2, 3, 1, 1];
    const servers = weights.map((weight) => ({ weight, maxFails: 0 }));
    for (let i = 0; i < 200; i++) {
      const keyText = `key-${i}`;
      const met = [...new Set(walk(keyText, weights, 21))];
      const gateway = gatewayOf("nginx-hash", servers);
      // Four misses of the walk at the most before the last server, so that turns never come in.
      if (met.length === weights.length) expect(allTries(gateway, { key: i + 1, keyText })).toEqual(met);
    }
  });

  test("twenty-one misses, and turns are taken", () => {
    // Of a total of 1,000,001 all but one are b's, which is down: a is only met by turns.
    const servers = [{}, { weight: 1_000_000, down: true }];
    const gateway = gatewayOf("nginx-hash", servers);
    expect([1, 2, 3].map((key) => gateway.pick({ key, keyText: `${key}` }))).toEqual([0, 0, 0]);
  });

  test("without a key it takes turns; a single server gets everything", () => {
    const turns = gatewayOf("nginx-hash", [{ weight: 5 }, {}, {}]);
    expect([1, 2, 3, 4, 5, 6, 7].map(() => turns.pick({ keyText: "" }))).toEqual([0, 0, 1, 0, 2, 0, 0]);
    expect(gatewayOf("nginx-hash", [{}]).pick({ keyText: "k" })).toBe(0);
  });

  test("key says what is hashed", () => {
    const five = [{}, {}, {}, {}, {}];
    const clientAddress = Uint8Array.of(192, 0, 2, 77);
    const pick = (key: string): number =>
      gatewayOf("nginx-hash", five, { parameters: { key } }).pick({ key: 9, keyText: "k", clientAddress });
    const place = (bytes: string | Uint8Array): number => ((zlibCrc32(bytes) >>> 16) & 0x7fff) % 5;
    expect(pick("key")).toBe(place("k"));
    expect(pick("remote-address")).toBe(place("192.0.2.77"));
    expect(pick("binary-remote-address")).toBe(place(clientAddress));
  });

  test("weights count as they are written: 2, 2 is not 1, 1", () => {
    const places = (weights: readonly number[]): string => {
      const gateway = gatewayOf(
        "nginx-hash",
        weights.map((weight) => ({ weight })),
      );
      return Array.from({ length: 40 }, (_, i) => gateway.pick({ key: i + 1, keyText: `${i}` })).join("");
    };
    expect(places([2, 2])).not.toBe(places([1, 1]));
  });
});

describe("weights", () => {
  const of = (...weights: number[]): number[] => [
    ...nginxWeights(weights.map((weight) => nodeConfig(aNode("n", { weight })))),
  ];

  test("whole ones stay, others are brought to whole ones of the same ratios", () => {
    expect(of(2, 4, 0)).toEqual([2, 4, 0]);
    expect(of(0.5, 1.5, 1)).toEqual([1, 3, 2]);
  });
});

describe("nginx-ip-hash", () => {
  const pick = (gateway: FakeGateway, ...bytes: number[]): number =>
    gateway.pick({ clientAddress: Uint8Array.from(bytes) });

  test("the last byte of an IPv4 address does not count, every byte of an IPv6 one does", () => {
    const servers = Array.from({ length: 50 }, () => ({}));
    const gateway = gatewayOf("nginx-ip-hash", servers);
    expect(pick(gateway, 10, 1, 2, 3)).toBe(pick(gateway, 10, 1, 2, 250));
    const six = Array.from({ length: 15 }, (_, i) => i);
    expect(pick(gateway, ...six, 1)).not.toBe(pick(gateway, ...six, 2));
  });

  test("89, times 113 plus each byte, modulo 6271; a miss goes on from there", () => {
    const step = (hash: number): number => [10, 1, 2].reduce((h, byte) => (h * 113 + byte) % 6271, hash);
    const [first, second] = [step(89), step(step(89))];
    const servers = Array.from({ length: 7 }, () => ({ maxFails: 0 }));
    const gateway = gatewayOf("nginx-ip-hash", servers);
    expect(first % 7).not.toBe(second % 7);
    expect(allTries(gateway, { clientAddress: Uint8Array.of(10, 1, 2, 3) }).slice(0, 2)).toEqual([
      first % 7,
      second % 7,
    ]);
  });

  test("whoever has no IP address counts as 0.0.0.0", () => {
    const gateway = gatewayOf(
      "nginx-ip-hash",
      Array.from({ length: 30 }, () => ({})),
    );
    expect(pick(gateway)).toBe(pick(gateway, 0, 0, 0, 0));
  });
});

describe("nginx-hash-consistent", () => {
  /** Points as the rule says, by zlib's CRC-32 over the whole text each time. */
  function points(host: string, port: string, count: number): number[] {
    let previous = 0;
    return Array.from({ length: count }, () => {
      const tail = Buffer.alloc(4);
      tail.writeUInt32LE(previous);
      previous = zlibCrc32(Buffer.concat([Buffer.from(`${host}\0${port}`), tail]));
      return previous;
    });
  }

  test.each([
    ["10.0.0.1:80", "10.0.0.1", "80"],
    ["10.0.0.1", "10.0.0.1", ""],
    ["backend.example.com:8080", "backend.example.com", "8080"],
    ["unix:/var/run/app.sock:1", "/var/run/app.sock:1", ""],
    ["UNIX:/a", "/a", ""],
    ["[::1]:80", "[::1]", "80"],
    ["[::1]", "[::1]", ""],
    ["host:", "host", ""],
    ["host:http", "host:http", ""],
  ])("%s lays the points of host %s and port %j", (text, host, port) => {
    const expected = points(host, port, 320).sort((a, b) => a - b);
    expect([...ketamaRing([text], [2]).high]).toEqual(expected);
  });

  const servers = ["10.0.0.1:80", "10.0.0.2:80", "10.0.0.3:80", "10.0.0.4:80"].map((address) => ({
    address,
    maxFails: 0,
  }));

  test("tries go on point by point from where the last one stopped", () => {
    const all = servers.flatMap(({ address }, node) =>
      points(address.slice(0, -3), "80", 160).map((point) => ({ point, node })),
    );
    all.sort((a, b) => a.point - b.point);
    for (let i = 0; i < 300; i++) {
      const keyText = `key-${i}`;
      const from = Math.max(
        0,
        all.findIndex(({ point }) => point >= zlibCrc32(keyText)),
      );
      const met = Array.from({ length: 21 }, (_, step) => all[(from + step) % all.length]!.node);
      const order = [...new Set(met)];
      const tries = allTries(gatewayOf("nginx-hash-consistent", servers), { key: i + 1, keyText });
      if (order.length === 4) expect(tries, keyText).toEqual(order);
    }
  });

  test("a server that is down keeps its points; one that is gone does not", () => {
    const keys = Array.from({ length: 400 }, (_, i) => ({ key: i + 1, keyText: `key-${i}` }));
    const picks = (list: readonly Partial<NodeConfig>[]): (string | undefined)[] => {
      const gateway = gatewayOf("nginx-hash-consistent", list);
      return keys.map((key) => list[gateway.pick(key)]?.address);
    };
    const before = picks(servers);
    for (const after of [picks(servers.slice(0, 3)), picks(servers.map((one, i) => ({ ...one, down: i === 3 })))]) {
      for (const [i, address] of before.entries()) {
        if (address !== "10.0.0.4:80") expect(after[i]).toBe(address);
        else expect(after[i]).not.toBe(address);
      }
    }
  });

  test("servers of one text, such as a name's several addresses, share its points and take turns at them", () => {
    const same = [{ address: "app:80" }, { address: "app:80" }, { address: "app:80", weight: 2 }];
    const gateway = gatewayOf("nginx-hash-consistent", same);
    const picks = Array.from({ length: 8 }, () => gateway.pick({ key: 1, keyText: "k" }));
    expect(picks).toEqual([2, 0, 1, 2, 2, 0, 1, 2]);
  });

  test("without a key it takes turns", () => {
    const gateway = gatewayOf("nginx-hash-consistent", servers);
    expect([1, 2, 3, 4].map(() => gateway.pick({ keyText: "" }))).toEqual([0, 1, 2, 3]);
  });
});

describe("nginx-random", () => {
  const draws = (...numbers: number[]): Options => ({ random: new ScriptedRandom(numbers) });

  test("a draw below the sum of the weights, those that are down included, until it meets one that may be picked", () => {
    const servers = [{ weight: 2 }, { weight: 3, down: true }, { weight: 1 }];
    const gateway = gatewayOf("nginx-random", servers, draws(1, 2, 4, 5, 0));
    expect([gateway.pick(), gateway.pick(), gateway.pick()]).toEqual([0, 2, 0]);
  });

  test("twenty-one misses, and turns are taken", () => {
    const servers = [{ down: true }, {}, {}];
    const gateway = gatewayOf("nginx-random", servers, draws(...Array<number>(42).fill(0)));
    expect([gateway.pick(), gateway.pick()]).toEqual([1, 2]);
  });

  test("two: the lesser load for its weight, of equals the second drawn; the same one twice is a miss", () => {
    const gateway = gatewayOf("nginx-random-two", [{}, {}, {}], draws(0, 1, 0, 1, 2, 2, 1));
    // Nobody has anything: the second. Then a has none and b one. Then c and b: c has none.
    expect([gateway.pick(), gateway.pick(), gateway.pick()]).toEqual([1, 0, 2]);
  });

  test("two, by weight: 1/1 against 1/3", () => {
    const gateway = gatewayOf("nginx-random-two", [{}, { weight: 3 }], draws(1, 0, 0, 1, 1, 0));
    expect([gateway.pick(), gateway.pick(), gateway.pick()]).toEqual([0, 1, 1]);
  });

  test("two least_time: the one that answers sooner", () => {
    const options = { parameters: { method: "least_time" }, ...draws(1, 0, 0, 1, 1, 0, 0, 1) };
    const gateway = gatewayOf("nginx-random-two", [{}, {}], options);
    for (const ms of [50, 5]) {
      gateway.pick();
      gateway.advance(ms * 1e6);
      gateway.settle(ms * 1e6);
    }
    expect([gateway.pick(), gateway.pick()]).toEqual([1, 1]);
  });
});

test.each([
  [[192, 0, 2, 1], "192.0.2.1"],
  [[0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], "2001:db8::1"],
  [[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], "::1"],
  [Array<number>(16).fill(0), "::"],
  [[0xfe, 0x80, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 2, 0, 3], "fe80:0:1::1:2:3"],
  [[0, 1, 0, 0, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0, 7], "1:0:2:3:4:5:6:7"],
  [[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 192, 0, 2, 1], "::ffff:192.0.2.1"],
  [[], ""],
])("the address %j is written %j", (bytes, text) => {
  expect(addressText(Uint8Array.from(bytes))).toBe(text);
});
