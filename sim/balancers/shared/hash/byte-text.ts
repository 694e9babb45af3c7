/** Bytes as a text of one character each: what a cache of texts can keep of an address. */

export function byteText(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}

/** The bytes of a text that `byteText` has made. */
export function textBytes(text: string): Uint8Array {
  return Uint8Array.from(text, (byte) => byte.charCodeAt(0));
}
