/** Bernstein's hash (comp.lang.c, 1991), HAProxy's `djb2`. */

/** In [0, 2^32); begins at 5381, each byte: `h = h * 33 + byte`. */
export function djb2(bytes: Uint8Array): number {
  let hash = 5381;
  for (let i = 0; i < bytes.length; i++) hash = (Math.imul(hash, 33) + bytes[i]!) | 0;
  return hash >>> 0;
}
