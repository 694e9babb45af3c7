/** From what a message carries to the 32 bits that HAProxy looks up: inputs and functions of `hash-type` (2.6, `backend.c`). */
import { crc32 } from "../shared/hash/crc32.ts";
import { djb2 } from "../shared/hash/djb2.ts";
import { sdbm } from "../shared/hash/sdbm.ts";
import { wt6 } from "../shared/hash/wt6.ts";

/** The function of `hash-type`; `none` reads the key as a decimal number. */
export type HashFunction = "sdbm" | "djb2" | "wt6" | "crc32" | "none";

export const HASH_FUNCTIONS = ["sdbm", "djb2", "wt6", "crc32", "none"] as const;

const FUNCTIONS: Readonly<Record<HashFunction, (bytes: Uint8Array) => number>> = {
  sdbm,
  djb2,
  wt6,
  crc32,
  none: decimal,
};

/** The hash of a key's bytes before any avalanche, in [0, 2^32). */
export function hashOf(bytes: Uint8Array, hashFunction: HashFunction): number {
  return FUNCTIONS[hashFunction](bytes);
}

/** The number that the bytes begin with, wrapped to 32 bits; 0 where they begin with none. */
function decimal(bytes: Uint8Array): number {
  const isNegative = bytes[0] === 0x2d;
  let value = 0;
  for (let at = isNegative ? 1 : 0; at < bytes.length && bytes[at]! >= 0x30 && bytes[at]! <= 0x39; at++) {
    value = (Math.imul(value, 10) + bytes[at]! - 0x30) >>> 0;
  }
  return isNegative ? -value >>> 0 : value;
}

/**
 * `source`: an IPv4 address as a number, an IPv6 address's four words xored. The hash function of `hash-type` is not applied.
 */
export function hashOfAddress(address: Uint8Array): number {
  let hash = 0;
  for (let at = 0; at + 4 <= address.length; at += 4) {
    hash ^= (address[at]! << 24) | (address[at + 1]! << 16) | (address[at + 2]! << 8) | address[at + 3]!;
  }
  return hash >>> 0;
}

export interface UriRule {
  /** `len N`: only so many bytes count; 0: all. */
  readonly length: number;
  /** `depth N`: as far as the slash after so many directories; 0: all. */
  readonly depth: number;
  /** `whole`: the query counts too. */
  readonly whole: boolean;
}

/** `balance uri`: the part of a request's URI that is hashed. */
export function uriInput(uri: string, { length, depth, whole }: UriRule): string {
  const cut = length > 0 ? uri.slice(0, length) : uri;
  const query = whole ? -1 : cut.indexOf("?");
  const path = query < 0 ? cut : cut.slice(0, query);
  const end = depth > 0 ? slash(path, depth + 1) : -1;
  return end < 0 ? path : path.slice(0, end);
}

/** Where the nth slash is; -1 where there are fewer. */
function slash(text: string, count: number): number {
  let at = -1;
  for (let seen = 0; seen < count; seen++) {
    at = text.indexOf("/", at + 1);
    if (at < 0) return -1;
  }
  return at;
}
