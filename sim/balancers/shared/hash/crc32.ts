/** CRC-32 of IEEE 802.3 (zlib's): polynomial 0xEDB88320, reflected, all bits inverted before and after. */

const TABLE: Uint32Array = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** The checksum of `bytes`, in [0, 2^32). nginx's `hash`, HAProxy's `crc32`. */
export function crc32(bytes: Uint8Array): number {
  return crc32Finish(crc32Update(CRC32_START, bytes));
}

/** The raw state before the first byte. */
export const CRC32_START = 0xffffffff;

/** The raw state after some more bytes. nginx's ketama ring goes on from one such state many times. */
export function crc32Update(state: number, bytes: Uint8Array): number {
  let crc = state;
  for (let i = 0; i < bytes.length; i++) crc = TABLE[(crc ^ bytes[i]!) & 0xff]! ^ (crc >>> 8);
  return crc >>> 0;
}

/** The checksum that a raw state stands for. */
export function crc32Finish(state: number): number {
  return ~state >>> 0;
}
