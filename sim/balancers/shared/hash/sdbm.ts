/** The hash of the sdbm database library, HAProxy's default. */

/** In [0, 2^32); each byte: `h = byte + h * 65599`. */
export function sdbm(bytes: Uint8Array): number {
  let hash = 0;
  for (let i = 0; i < bytes.length; i++) hash = (bytes[i]! + (hash << 6) + (hash << 16) - hash) | 0;
  return hash >>> 0;
}
