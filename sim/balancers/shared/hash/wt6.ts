/** HAProxy's own hash `wt6` (Tarreau): two lanes of 32 bits whose rotations depend on what they have read. */

/** In [0, 2^32). HAProxy 2.6, `hash_wt6` in `tools.c`. */
export function wt6(bytes: Uint8Array): number {
  let [h0, h1] = [0xa53c965a | 0, 0x5ca6953a | 0];
  let [s0, s1] = [6, 18];
  for (let i = 0; i < bytes.length; i++) {
    h0 = ~(h0 ^ bytes[i]!);
    h1 = ~(h1 + bytes[i]!);
    const turned = rotateLeft(h1, s0);
    h1 = rotateLeft(h0, s1);
    h0 = turned;
    const next = ((h0 >>> 16) ^ h1) & 0xffff;
    s0 = next & 31;
    s1 = next >>> 11;
  }
  return (h0 ^ h1) >>> 0;
}

/** As x86 does `(x << r) | (x >> (32 - r))`: shift counts are taken modulo 32, so a rotation by 0 gives `x | x`. JavaScript's shifts agree. */
function rotateLeft(value: number, by: number): number {
  return (value << by) | (value >>> (32 - by));
}
