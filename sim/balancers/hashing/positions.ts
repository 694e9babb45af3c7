/** The hash functions that the published families may use, by name; each gives a position of 64 bits. */
import type { MessageView } from "../contract.ts";
import { crc32 } from "../shared/hash/crc32.ts";
import { djb2 } from "../shared/hash/djb2.ts";
import { KeyCache } from "../shared/hash/key-cache.ts";
import { murmur3 } from "../shared/hash/murmur3.ts";
import { sdbm } from "../shared/hash/sdbm.ts";
import { utf8 } from "../shared/hash/utf8.ts";
import { Word64 } from "../shared/hash/word64.ts";
import { xxh64 } from "../shared/hash/xxh64.ts";

/** Names of hash functions, the best first: the last two leave similar texts close together. */
export const POSITION_HASHES = ["xxhash64", "murmur3", "crc32", "sdbm", "djb2"] as const;
export type PositionHash = (typeof POSITION_HASHES)[number];

/** Puts the hash of some bytes into a word, and returns it. */
type Position = (bytes: Uint8Array, into: Word64) => Word64;

/** By name. */
export const positionHashes: Readonly<Record<PositionHash, Position>> = {
  xxhash64: (bytes, into) => xxh64(bytes, 0, into),
  murmur3: wide(murmur3),
  crc32: wide(crc32),
  sdbm: wide(sdbm),
  djb2: wide(djb2),
};

/** The position of a text's UTF-8 bytes; functions of 32 bits leave the lower half at 0. */
export function positionOf(hash: PositionHash, text: string): Word64 {
  return positionHashes[hash](utf8(text), new Word64());
}

/** Positions of messages' keys, remembered. */
export function keyPositions(hash: PositionHash): KeyCache<Word64> {
  return new KeyCache((text) => positionOf(hash, text));
}

/** Whether the message should not go to this node again: it was there, and others are left. */
export function isTriedBefore(message: MessageView, node: number, routable: number): boolean {
  return message.attempt > 0 && message.attempt < routable && message.tried(node);
}

function wide(hash: (bytes: Uint8Array) => number): Position {
  return (bytes, into) => into.set(hash(bytes), 0);
}
