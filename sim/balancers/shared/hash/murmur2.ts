/** MurmurHash2 (Appleby, 2008): 32 bits as in Kafka, 64 bits as in libstdc++ and Envoy. */
import { partialWordAt, wordAt } from "./little-endian.ts";
import { Word64 } from "./word64.ts";

const MULTIPLIER = 0x5bd1e995;

/** Kafka's seed. */
const KAFKA_SEED = 0x9747b28c;

/** A signed 32-bit integer; with the seed left out what Kafka's `Utils.murmur2` gives. */
export function murmur2(bytes: Uint8Array, seed: number = KAFKA_SEED): number {
  const whole = bytes.length & ~3;
  let hash = seed ^ bytes.length;
  for (let at = 0; at < whole; at += 4) {
    const word = Math.imul(wordAt(bytes, at), MULTIPLIER);
    hash = Math.imul(hash, MULTIPLIER) ^ Math.imul(word ^ (word >>> 24), MULTIPLIER);
  }
  if (whole < bytes.length) hash = Math.imul(hash ^ partialWordAt(bytes, whole), MULTIPLIER);
  hash = Math.imul(hash ^ (hash >>> 13), MULTIPLIER);
  return hash ^ (hash >>> 15);
}

/** The multiplier's high and low word. */
const [HIGH, LOW] = [0xc6a4a793, 0x5bd1e995];

/**
 * MurmurHash64A; with the seed left out libstdc++'s `std::hash` of a string, which is Envoy's `MURMUR_HASH_2`. The words go
 * `into` the given one.
 */
export function murmur2Of64(bytes: Uint8Array, seed: number = 0xc70f6907, into: Word64 = new Word64()): Word64 {
  const length = new Word64(0, bytes.length).multiply(HIGH, LOW);
  into.set(0, seed).xor(length.high, length.low);
  const word = length;
  const whole = bytes.length & ~7;
  for (let at = 0; at < whole; at += 8) {
    word
      .set(wordAt(bytes, at + 4), wordAt(bytes, at))
      .multiply(HIGH, LOW)
      .xorShifted(47)
      .multiply(HIGH, LOW);
    into.xor(word.high, word.low).multiply(HIGH, LOW);
  }
  if (whole < bytes.length) {
    into.xor(partialWordAt(bytes, whole + 4), partialWordAt(bytes, whole)).multiply(HIGH, LOW);
  }
  return into.xorShifted(47).multiply(HIGH, LOW).xorShifted(47);
}
