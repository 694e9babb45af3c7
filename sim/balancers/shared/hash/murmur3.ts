/** MurmurHash3 for x86, 32 bits (Appleby, 2011): RabbitMQ's super streams, Pulsar. */
import { mix32 } from "../integer-hash.ts";
import { partialWordAt, wordAt } from "./little-endian.ts";

/** In [0, 2^32). */
export function murmur3(bytes: Uint8Array, seed = 0): number {
  const whole = bytes.length & ~3;
  let hash = seed | 0;
  for (let at = 0; at < whole; at += 4) {
    hash ^= scrambled(wordAt(bytes, at));
    hash = (Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64) | 0;
  }
  if (whole < bytes.length) hash ^= scrambled(partialWordAt(bytes, whole));
  return mix32(hash ^ bytes.length);
}

function scrambled(word: number): number {
  const product = Math.imul(word, 0xcc9e2d51);
  return Math.imul((product << 15) | (product >>> 17), 0x1b873593);
}
