/** Jump consistent hash (Lamping & Veach, 2014): a bucket in O(log n) without a table. */
import { Word64 } from "./word64.ts";

const scratch: Word64 = new Word64();

/**
 * The bucket in [0, buckets) of a 64-bit key: a walk of jumps whose targets are drawn from the key. When a bucket is appended
 * exactly the keys that move there move.
 */
export function jump(key: Word64, buckets: number): number {
  scratch.set(key.high, key.low);
  let bucket = 0;
  let next = 0;
  while (next < buckets) {
    bucket = next;
    // The generator is Knuth's linear congruential one (MMIX).
    scratch.multiply(0x27bb2ee6, 0x87b0b0fd).add(0, 1);
    next = Math.floor((bucket + 1) * (0x8000_0000 / ((scratch.high >>> 1) + 1)));
  }
  return bucket;
}
