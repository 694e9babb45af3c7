/** Words of byte strings, least significant byte first. */

/** Four bytes from `at` on, as a signed 32-bit integer. */
export function wordAt(bytes: Uint8Array, at: number): number {
  return bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
}

/** The bytes from `at` on that are there, at most four; the missing ones count as 0. */
export function partialWordAt(bytes: Uint8Array, at: number): number {
  let word = 0;
  for (let i = Math.min(bytes.length - at, 4) - 1; i >= 0; i--) word = (word << 8) | bytes[at + i]!;
  return word;
}
