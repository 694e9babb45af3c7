/** The Mersenne Twister mt19937 (Matsumoto and Nishimura, 1998): C++'s `std::mt19937`, where a product seeds it with a hash. */

const LENGTH = 624;
const MIDDLE = 397;
const UPPER = 0x80000000;
const LOWER = 0x7fffffff;
const TWIST = 0x9908b0df;

export class MersenneTwister {
  readonly #state: Uint32Array = new Uint32Array(LENGTH);
  #place = LENGTH;

  /** Seeded with the lower 32 bits of a whole number. */
  constructor(seed: number) {
    const state = this.#state;
    state[0] = seed;
    for (let i = 1; i < LENGTH; i++) {
      const before = state[i - 1]! ^ (state[i - 1]! >>> 30);
      state[i] = Math.imul(before, 1812433253) + i;
    }
  }

  /** A whole number in [0, 2^32). */
  next(): number {
    if (this.#place === LENGTH) this.#twist();
    let word = this.#state[this.#place++]!;
    word ^= word >>> 11;
    word ^= (word << 7) & 0x9d2c5680;
    word ^= (word << 15) & 0xefc60000;
    return (word ^ (word >>> 18)) >>> 0;
  }

  #twist(): void {
    const state = this.#state;
    for (let i = 0; i < LENGTH; i++) {
      const word = (state[i]! & UPPER) | (state[(i + 1) % LENGTH]! & LOWER);
      state[i] = state[(i + MIDDLE) % LENGTH]! ^ (word >>> 1) ^ (word & 1 ? TWIST : 0);
    }
    this.#place = 0;
  }
}
