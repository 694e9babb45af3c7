/** A record's key as the whole number that the simulation carries. */

const HALF = 2 ** 21;

/**
 * A canonical whole number below 2^53 is itself; any other text is hashed to 53 bits: two murmur3 hashes of its UTF-16
 * code units with different seeds, 32 bits of the one and 21 of the other. Among n different texts two share a number
 * with a probability of about n^2 / 2^54: one in 18,000 for a million keys.
 */
export function keyOf(text: string): number {
  const first = text.charCodeAt(0);
  if (first >= 0x30 && first <= 0x39 && text.length <= 16) {
    const value = Number(text);
    // "007" and "1e3" are names, not the numbers 7 and 1000: two keys that differ in the file must differ here.
    if (Number.isSafeInteger(value) && String(value) === text) return value;
  }
  return murmur(text, 0x9747b28c) * HALF + (murmur(text, 0x3c6ef372) >>> 11);
}

/** MurmurHash3 (Appleby 2011), x86 32-bit, over 16-bit units taken two at a time. */
function murmur(text: string, seed: number): number {
  let hash = seed;
  const even = text.length & ~1;
  for (let i = 0; i < even; i += 2) {
    hash ^= scramble(text.charCodeAt(i) | (text.charCodeAt(i + 1) << 16));
    hash = (hash << 13) | (hash >>> 19);
    hash = (Math.imul(hash, 5) + 0xe6546b64) | 0;
  }
  if (even < text.length) hash ^= scramble(text.charCodeAt(even));
  return finish(hash ^ (text.length * 2));
}

function scramble(block: number): number {
  const mixed = Math.imul(block, 0xcc9e2d51);
  return Math.imul((mixed << 15) | (mixed >>> 17), 0x1b873593);
}

function finish(hash: number): number {
  let mixed = hash;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
