/** Bob Jenkins' integer hash in six steps, as HAProxy applies it to ring points and after a hash with `avalanche`. */

/** A bijection on [0, 2^32). HAProxy 2.6, `full_hash` in `include/haproxy/tools.h`. */
export function fullAvalanche(value: number): number {
  let a = value | 0;
  a = (a + 0x7ed55d16 + (a << 12)) | 0;
  a = a ^ 0xc761c23c ^ (a >>> 19);
  a = (a + 0x165667b1 + (a << 5)) | 0;
  a = (a + 0xd3a2646c) ^ (a << 9);
  a = (a + 0xfd7046c5 + (a << 3)) | 0;
  a = a ^ 0xb55a4f09 ^ (a >>> 16);
  return Math.imul(a, 3221225473) >>> 0;
}
