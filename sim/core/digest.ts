/**
 * A running digest of numbers: 64 bits in two halves, a few nanoseconds per number, so that every event can be folded in.
 * It tells runs apart; it does not resist an adversary. Mixing steps in the manner of MurmurHash3 (Appleby, 2011).
 */

const { imul } = Math;
const NUMBER = new Float64Array(1);
/** Where the low word is, so that machines of either byte order agree. */
const LOW_AT = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? 0 : 4;
const LOW = new Int32Array(NUMBER.buffer, LOW_AT, 1);
const HIGH = new Int32Array(NUMBER.buffer, 4 - LOW_AT, 1);

export class Digest {
  #first = 0x243f6a88;
  #second = 0x85a308d3 | 0;

  /** Folds in all 64 bits of a number. The order of folds matters. Not meant for NaN, whose bits engines may choose. */
  fold(value: number): void {
    NUMBER[0] = value;
    let a = this.#first ^ imul(LOW[0]!, 0xcc9e2d51);
    let b = this.#second ^ imul(HIGH[0]!, 0x1b873593);
    a = (a << 13) | (a >>> 19);
    b = (b << 15) | (b >>> 17);
    // Each half takes in the other, so that a change anywhere reaches all 64 bits within two folds.
    a = (imul(a, 5) + b + 0xe6546b64) | 0;
    this.#first = a;
    this.#second = ((imul(b, 9) ^ a) + 0x38b34ae5) | 0;
  }

  /** Folds in a text, with its length. */
  foldText(text: string): void {
    this.fold(text.length);
    for (let i = 0; i < text.length; i++) this.fold(text.charCodeAt(i));
  }

  /** The digest so far as 16 hexadecimal digits; folding may go on. */
  hex(): string {
    const a = avalanche(this.#first ^ avalanche(this.#second));
    const b = avalanche(this.#second + a);
    return digits(a) + digits(b);
  }
}

/** Spreads every bit of a word over all 32. */
function avalanche(word: number): number {
  let h = word ^ (word >>> 16);
  h = imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = imul(h, 0xc2b2ae35);
  return h ^ (h >>> 16);
}

function digits(word: number): string {
  return (word >>> 0).toString(16).padStart(8, "0");
}
