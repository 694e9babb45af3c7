/** The byte hashes against published vectors and recordings of the real programs. */
import { describe, expect, it } from "vitest";
import { crc16, redisSlot } from "../../../../../sim/balancers/shared/hash/crc16.ts";
import { crc32, CRC32_START, crc32Finish, crc32Update } from "../../../../../sim/balancers/shared/hash/crc32.ts";
import { djb2 } from "../../../../../sim/balancers/shared/hash/djb2.ts";
import { fullAvalanche } from "../../../../../sim/balancers/shared/hash/full-avalanche.ts";
import { javaStringHash } from "../../../../../sim/balancers/shared/hash/java-string.ts";
import { jump } from "../../../../../sim/balancers/shared/hash/jump.ts";
import { murmur2, murmur2Of64 } from "../../../../../sim/balancers/shared/hash/murmur2.ts";
import { murmur3 } from "../../../../../sim/balancers/shared/hash/murmur3.ts";
import { phash2 } from "../../../../../sim/balancers/shared/hash/phash2.ts";
import { sdbm } from "../../../../../sim/balancers/shared/hash/sdbm.ts";
import { utf8 } from "../../../../../sim/balancers/shared/hash/utf8.ts";
import { Word64 } from "../../../../../sim/balancers/shared/hash/word64.ts";
import { wt6 } from "../../../../../sim/balancers/shared/hash/wt6.ts";
import { xxh64 } from "../../../../../sim/balancers/shared/hash/xxh64.ts";

describe("crc32", () => {
  it("agrees with the check value of the standard", () => {
    expect(crc32(utf8("123456789"))).toBe(0xcbf43926);
    expect(crc32(utf8(""))).toBe(0);
  });

  it("goes on from a raw state", () => {
    const state = crc32Update(crc32Update(CRC32_START, utf8("1234")), utf8("56789"));
    expect(crc32Finish(state)).toBe(0xcbf43926);
  });
});

describe("crc16 and Redis slots", () => {
  it("agrees with XMODEM's check value, which the Redis Cluster specification quotes", () => {
    expect(crc16(utf8("123456789"))).toBe(0x31c3);
  });

  it("hashes the first tag that is not empty, and nothing else of the key", () => {
    const slot = (key: string): number => redisSlot(utf8(key));
    expect(slot("{user1000}.following")).toBe(slot("{user1000}.followers"));
    expect(slot("{user1000}.following")).toBe(slot("user1000"));
    expect(slot("foo{}{bar}")).toBe(crc16(utf8("foo{}{bar}")) % 16384);
    expect(slot("foo{{bar}}zap")).toBe(slot("{bar"));
    expect(slot("foo{bar}{zap}")).toBe(slot("bar"));
    expect(slot("foo{bar")).toBe(crc16(utf8("foo{bar")) % 16384);
    expect(slot("foo")).toBe(12182);
  });
});

describe("the hashes of HAProxy", () => {
  it("are those of their definitions, worked by hand", () => {
    // sdbm of "ab": 97 * 65599 + 98; djb2 of "ab": (5381 * 33 + 97) * 33 + 98.
    expect(sdbm(utf8("ab"))).toBe(6363201);
    expect(djb2(utf8("ab"))).toBe(5863208);
    expect(sdbm(utf8(""))).toBe(0);
    expect(djb2(utf8(""))).toBe(5381);
  });

  it("avalanche is a bijection as far as 100,000 numbers show, and 0 goes where six steps by BigInt take it", () => {
    const values = Array.from({ length: 100_000 }, (_, i) => fullAvalanche(i));
    expect(new Set(values).size).toBe(values.length);
    for (const a of [0, 1, 4096, 0xffffffff, 0xdeadbeef]) expect(fullAvalanche(a)).toBe(bigAvalanche(a));
  });

  it("wt6 begins at the xor of its lanes and turns by 0 as by nothing", () => {
    expect(wt6(utf8(""))).toBe((0xa53c965a ^ 0x5ca6953a) >>> 0);
    for (const text of ["key-0", "key-1", "a longer key with many more turns"])
      expect(wt6(utf8(text))).toBe(bigWt6(text));
  });
});

describe("murmur2", () => {
  it("agrees with Kafka's UtilsTest", () => {
    const vectors: [string, number][] = [
      ["21", -973932308],
      ["foobar", -790332482],
      ["a-little-bit-long-string", -985981536],
      ["a-little-bit-longer-string", -1486304829],
      ["lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58897971],
      ["abc", 479470107],
    ];
    for (const [text, hash] of vectors) expect(murmur2(utf8(text)), text).toBe(hash);
  });

  it("of 64 bits agrees with Envoy's hash_test", () => {
    const vectors: [string, bigint][] = [
      ["", 6142509188972423790n],
      ["foo", 9631199822919835226n],
      ["bar", 11474628671133349555n],
      ["foo\nbar", 16306510975912980159n],
      ["lyft", 12847078931730529320n],
      // And libstdc++'s std::hash.
      ["abcdefgh", 8664279048047335611n],
      ["a longer text of more words", 17400309651381148197n],
    ];
    for (const [text, hash] of vectors) expect([text, murmur2Of64(utf8(text)).toBigInt()]).toEqual([text, hash]);
  });
});

describe("murmur3", () => {
  it("agrees with SMHasher's published values", () => {
    expect(murmur3(utf8(""))).toBe(0);
    expect(murmur3(utf8(""), 1)).toBe(0x514e28b7);
    expect(murmur3(utf8(""), 0xffffffff)).toBe(0x81f16f39);
    expect(murmur3(Uint8Array.of(0xff, 0xff, 0xff, 0xff))).toBe(0x76293b50);
    expect(murmur3(Uint8Array.of(0x21, 0x43, 0x65, 0x87))).toBe(0xf55b516b);
    expect(murmur3(Uint8Array.of(0x21, 0x43, 0x65, 0x87), 0x5082edee)).toBe(0x2362f9de);
    expect(murmur3(Uint8Array.of(0x21, 0x43, 0x65))).toBe(0x7e4a8634);
    expect(murmur3(Uint8Array.of(0x21, 0x43))).toBe(0xa0f7b07a);
    expect(murmur3(Uint8Array.of(0x21))).toBe(0x72661cf4);
    expect(murmur3(utf8("Hello, world!"), 0x9747b28c)).toBe(0x24884cba);
  });
});

describe("xxh64", () => {
  it("agrees with xxHash's published values", () => {
    expect(xxh64(utf8("")).toBigInt()).toBe(0xef46db3751d8e999n);
    expect(xxh64(utf8("a")).toBigInt()).toBe(0xd24ec4f1a98c6e5bn);
    expect(xxh64(utf8("abc")).toBigInt()).toBe(0x44bc2cf5ad770999n);
    expect(xxh64(utf8("Nobody inspects the spammish repetition")).toBigInt()).toBe(0xfbcea83c8a378bf1n);
    expect(xxh64(utf8("foo")).toBigInt()).toBe(3728699739546630719n);
    expect(xxh64(utf8("bar")).toBigInt()).toBe(5234164152756840025n);
  });

  it("agrees with its definition written in BigInt, for every length to 100 and several seeds", () => {
    const bytes = Uint8Array.from({ length: 100 }, (_, i) => (i * 151 + 7) & 0xff);
    for (let length = 0; length <= 100; length++) {
      for (const seed of [0, 1, 0x9e3779b1]) {
        const part = bytes.subarray(0, length);
        expect(xxh64(part, seed).toBigInt()).toBe(bigXxh64(part, BigInt(seed)));
      }
    }
  });
});

describe("jump", () => {
  it("agrees with the values that go-jump took from the authors' program", () => {
    const walk = (high: number, low: number): number[] =>
      Array.from({ length: 19 }, (_, i) => jump(new Word64(high, low), i + 1));
    expect(walk(0, 0xdeadbeef)).toEqual([0, 1, 2, 3, 3, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 16, 16, 16]);
    expect(walk(0x0ddc0ffe, 0xebadf00d)).toEqual([0, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 15, 15, 15, 15]);
  });

  it("moves a key only to the bucket that is new", () => {
    for (let key = 0; key < 200; key++) {
      for (let buckets = 1; buckets < 50; buckets++) {
        const [before, after] = [jump(Word64.of(key), buckets), jump(Word64.of(key), buckets + 1)];
        if (after !== before) expect(after).toBe(buckets);
      }
    }
  });
});

describe("the hashes of Java and Erlang", () => {
  it("hash strings as Java does", () => {
    expect(javaStringHash("")).toBe(0);
    expect(javaStringHash("hello")).toBe(99162322);
    expect(javaStringHash("polygenelubricants")).toBe(-2147483648);
  });

  it("hash the empty binary to the constant of binaries", () => {
    expect(phash2(utf8(""))).toBe(0x08d12e65 & 0x7ffffff);
  });
});

describe("utf8", () => {
  it("encodes as TextEncoder does", () => {
    for (const text of ["", "key-17", "ü", "€", "🚀x", "\ud800y", "y\udc00"])
      expect([...utf8(text)]).toEqual([...new TextEncoder().encode(text)]);
  });
});

const MASK_32 = 0xffffffffn;
const MASK_64 = (1n << 64n) - 1n;

/** The catalogue's six steps, written with shifts of unbounded integers. */
function bigAvalanche(value: number): number {
  let a = BigInt(value);
  a = (a + 0x7ed55d16n + (a << 12n)) & MASK_32;
  a = a ^ 0xc761c23cn ^ (a >> 19n);
  a = (a + 0x165667b1n + (a << 5n)) & MASK_32;
  a = ((a + 0xd3a2646cn) ^ (a << 9n)) & MASK_32;
  a = (a + 0xfd7046c5n + (a << 3n)) & MASK_32;
  a = a ^ 0xb55a4f09n ^ (a >> 16n);
  return Number((a * 3221225473n) & MASK_32);
}

function bigWt6(text: string): number {
  let [h0, h1, s0, s1] = [0xa53c965an, 0x5ca6953an, 6n, 18n];
  const turn = (x: bigint, by: bigint): bigint => ((x << by) & MASK_32) | (by === 0n ? x : x >> (32n - by));
  for (const byte of new TextEncoder().encode(text)) {
    h0 = ~(h0 ^ BigInt(byte)) & MASK_32;
    h1 = ~(h1 + BigInt(byte)) & MASK_32;
    [h0, h1] = [turn(h1, s0), turn(h0, s1)];
    const t = ((h0 >> 16n) ^ h1) & 0xffffn;
    [s0, s1] = [t & 31n, t >> 11n];
  }
  return Number(h0 ^ h1);
}

/** The specification of XXH64, word by word. */
function bigXxh64(bytes: Uint8Array, seed: bigint): bigint {
  const [p1, p2, p3, p4, p5] = [
    11400714785074694791n,
    14029467366897019727n,
    1609587929392839161n,
    9650029242287828579n,
    2870177450012600261n,
  ] as const;
  const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const turn = (x: bigint, by: bigint): bigint => ((x << by) | (x >> (64n - by))) & MASK_64;
  const round = (lane: bigint, word: bigint): bigint => (turn((lane + word * p2) & MASK_64, 31n) * p1) & MASK_64;
  let hash = (seed + p5) & MASK_64;
  let at = 0;
  if (bytes.length >= 32) {
    const lanes = [seed + p1 + p2, seed + p2, seed, seed - p1].map((lane) => lane & MASK_64);
    for (; at + 32 <= bytes.length; at += 32)
      lanes.forEach((lane, i) => (lanes[i] = round(lane, data.getBigUint64(at + 8 * i, true))));
    hash = [1n, 7n, 12n, 18n].reduce((sum, by, i) => sum + turn(lanes[i]!, by), 0n) & MASK_64;
    for (const lane of lanes) hash = ((hash ^ round(0n, lane)) * p1 + p4) & MASK_64;
  }
  hash = (hash + BigInt(bytes.length)) & MASK_64;
  for (; at + 8 <= bytes.length; at += 8)
    hash = (turn(hash ^ round(0n, data.getBigUint64(at, true)), 27n) * p1 + p4) & MASK_64;
  if (at + 4 <= bytes.length) {
    hash = (turn(hash ^ ((BigInt(data.getUint32(at, true)) * p1) & MASK_64), 23n) * p2 + p3) & MASK_64;
    at += 4;
  }
  for (; at < bytes.length; at++) hash = (turn(hash ^ ((BigInt(bytes[at]!) * p5) & MASK_64), 11n) * p1) & MASK_64;
  hash = ((hash ^ (hash >> 33n)) * p2) & MASK_64;
  hash = ((hash ^ (hash >> 29n)) * p3) & MASK_64;
  return hash ^ (hash >> 32n);
}
