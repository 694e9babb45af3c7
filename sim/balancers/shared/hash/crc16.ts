/** CRC-16/XMODEM and the hash slots that Redis Cluster makes of it. */

const TABLE: Uint16Array = Uint16Array.from({ length: 256 }, (_, byte) => {
  let value = byte << 8;
  for (let bit = 0; bit < 8; bit++) value = value & 0x8000 ? (value << 1) ^ 0x1021 : value << 1;
  return value & 0xffff;
});

/** The checksum of `bytes`, in [0, 2^16): polynomial 0x1021, initially 0, not reflected. */
export function crc16(bytes: Uint8Array): number {
  let crc = 0;
  for (let i = 0; i < bytes.length; i++) crc = ((crc << 8) & 0xffff) ^ TABLE[(crc >>> 8) ^ bytes[i]!]!;
  return crc;
}

/** Slots of a Redis Cluster. */
export const REDIS_SLOTS = 16384;

const [OPENING, CLOSING] = [0x7b, 0x7d];

/**
 * A key's slot in [0, 16384): of the text between its first `{` and the first `}` after it where that is not empty, of the
 * whole key otherwise. `{user1000}.following` and `{user1000}.followers` meet. Redis 7, `keyHashSlot` in `cluster.c`.
 */
export function redisSlot(key: Uint8Array): number {
  return crc16(hashTag(key) ?? key) % REDIS_SLOTS;
}

function hashTag(key: Uint8Array): Uint8Array | null {
  const opening = key.indexOf(OPENING);
  const closing = opening < 0 ? -1 : key.indexOf(CLOSING, opening + 1);
  return closing > opening + 1 ? key.subarray(opening + 1, closing) : null;
}
