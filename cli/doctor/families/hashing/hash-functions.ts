/** The hash functions that cases may name, as this project's balancers have them. */
import { utf8 } from "../../../../sim/balancers/shared/hash/utf8.ts";
import { crc16 } from "../../../../sim/balancers/shared/hash/crc16.ts";
import { crc32 } from "../../../../sim/balancers/shared/hash/crc32.ts";
import { djb2 } from "../../../../sim/balancers/shared/hash/djb2.ts";
import { javaStringHash } from "../../../../sim/balancers/shared/hash/java-string.ts";
import { murmur2 } from "../../../../sim/balancers/shared/hash/murmur2.ts";
import { murmur3 } from "../../../../sim/balancers/shared/hash/murmur3.ts";
import { phash2 } from "../../../../sim/balancers/shared/hash/phash2.ts";
import { sdbm } from "../../../../sim/balancers/shared/hash/sdbm.ts";
import type { Word64 } from "../../../../sim/balancers/shared/hash/word64.ts";
import { wt6 } from "../../../../sim/balancers/shared/hash/wt6.ts";
import { xxh64 } from "../../../../sim/balancers/shared/hash/xxh64.ts";

export interface HashFunction {
  /** What cases call it; what comes after the name is read apart. */
  readonly name: RegExp;
  readonly bits: number;
  /** `seed` is null where the case says none. Functions without a seed do not read it. */
  readonly of: (key: string, seed: number | null) => bigint;
  /** Whether a seed can be said. */
  readonly seeded: boolean;
}

const plain = (name: RegExp, bits: number, hash: (bytes: Uint8Array) => number): HashFunction => ({
  name,
  bits,
  seeded: false,
  of: (key) => BigInt(hash(utf8(key))),
});

const seeded = (name: RegExp, bits: number, hash: (bytes: Uint8Array, seed?: number) => bigint): HashFunction => ({
  name,
  bits,
  seeded: true,
  of: (key, seed) => hash(utf8(key), seed ?? undefined),
});

export const HASH_FUNCTIONS: readonly HashFunction[] = [
  seeded(/^(?:Kafka )?murmur2(?!-?64)\b/i, 32, (bytes, seed) => BigInt(murmur2(bytes, seed))),
  seeded(/^murmur(?:hash)?3(?:[ _]x86)?(?:[ _]32(?:[ -]bit)?)?(?![\w-])/i, 32, (bytes, seed) =>
    BigInt(murmur3(bytes, seed)),
  ),
  seeded(/^xxh(?:ash)?[ _]?64\b/i, 64, (bytes, seed) => whole(xxh64(bytes, seed))),
  plain(/^crc-?16(?:[/ _-]?(?:xmodem|ccitt))?\b/i, 16, crc16),
  plain(/^crc-?32\b/i, 32, crc32),
  plain(/^(?:haproxy )?sdbm\b/i, 32, sdbm),
  plain(/^(?:haproxy )?djb2\b/i, 32, djb2),
  plain(/^(?:haproxy )?wt6\b/i, 32, wt6),
  plain(/^(?:erlang )?phash2\b/i, 27, phash2),
  {
    name: /^java(?: ?string)?[ .]?(?:string\.?)?hash(?:code)?\b/i,
    bits: 32,
    seeded: false,
    of: (key) => BigInt(javaStringHash(key)),
  },
];

function whole({ high, low }: Word64): bigint {
  return (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
}
