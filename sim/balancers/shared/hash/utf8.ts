/** Text as the bytes that real hash functions see. */

/** The UTF-8 bytes of `text` (RFC 3629); half a surrogate pair becomes U+FFFD, as in every encoder of the web. */
export function utf8(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 0x80) return beyondAscii(text);
    bytes[i] = code;
  }
  return bytes;
}

/**
 * The bytes of `prefix` followed by a whole number in decimal, as rings hash them: written over and over into arrays of its own,
 * since a large ring has millions of them. What `of` returns is good until it is called again.
 */
export class NumberedText {
  readonly #prefix: Uint8Array;
  /** By count of digits. */
  readonly #bytes: Uint8Array[] = [];

  constructor(prefix: string) {
    this.#prefix = utf8(prefix);
  }

  of(number: number): Uint8Array {
    const digits = digitsOf(number);
    const bytes = (this.#bytes[digits] ??= this.#room(digits));
    let rest = number;
    for (let at = bytes.length - 1; at >= this.#prefix.length; at--) {
      bytes[at] = 0x30 + (rest % 10);
      rest = Math.floor(rest / 10);
    }
    return bytes;
  }

  #room(digits: number): Uint8Array {
    const bytes = new Uint8Array(this.#prefix.length + digits);
    bytes.set(this.#prefix);
    return bytes;
  }
}

function digitsOf(number: number): number {
  let digits = 1;
  for (let limit = 10; limit <= number; limit *= 10) digits++;
  return digits;
}

function beyondAscii(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 3);
  let length = 0;
  for (const character of text) {
    const code = character.codePointAt(0)!;
    length = write(bytes, length, code >= 0xd800 && code < 0xe000 ? 0xfffd : code);
  }
  return bytes.subarray(0, length);
}

/** Writes one code point at `at`; returns where the next one goes. */
function write(bytes: Uint8Array, at: number, code: number): number {
  if (code < 0x80) {
    bytes[at] = code;
    return at + 1;
  }
  const following = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
  bytes[at] = LEAD[following]! | (code >>> (6 * following));
  for (let i = 1; i <= following; i++) bytes[at + i] = 0x80 | ((code >>> (6 * (following - i))) & 0x3f);
  return at + following + 1;
}

/** The first byte's mark, by how many follow. */
const LEAD: readonly number[] = [0, 0xc0, 0xe0, 0xf0];
