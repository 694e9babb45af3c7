/** A hash for whole numbers that spreads neighbouring keys apart. */

/**
 * The finaliser of MurmurHash3 (Appleby, 2011): a bijection on 32 bits in which every input bit flips each output bit
 * with a probability close to one half.
 */
export function mix32(value: number): number {
  let h = value >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** A whole number in [0, 2^32) for a key in [0, 2^53); another `seed` gives an unrelated hash. */
export function hashKey(key: number, seed = 0): number {
  const high = Math.floor(key / 0x1_0000_0000);
  return mix32((key >>> 0) ^ mix32(high + Math.imul(seed + 1, 0x9e3779b9)));
}
