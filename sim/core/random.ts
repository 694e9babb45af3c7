/**
 * Chance as an argument. Every consumer of chance has a stream of its own, named by (seed, purpose, entity), so that a
 * stream's draws depend on nothing else (DESIGN.md, decision 3). The generator is `alea`, seedrandom's fastest: Baagøe's
 * multiply-with-carry with a period of about 2^116.
 */
import alea from "seedrandom/lib/alea.js";
import { Digest } from "./digest.ts";
import { exp, log } from "./math.ts";
import { EXPONENTIAL, NORMAL } from "./ziggurat.ts";

/** One stream of chance. */
export interface Random {
  /** A whole number in [0, 2^32). */
  u32(): number;
  /** A double in [0, 1) with 53 random bits. */
  unit(): number;
  /** A whole number in [0, bound), equally likely; `bound` at most 2^32. */
  below(bound: number): number;
  /** Exponential with this mean; not rounded. */
  exponential(mean: number): number;
  /** Standard normal. */
  normal(): number;
}

const TWO_POW_32 = 4294967296;
const TWO_POW_MINUS_32 = 2.3283064365386963e-10;
const TWO_POW_MINUS_53 = 1.1102230246251565e-16;
/** Up to this bound, the product of a draw and the bound is exact in a double. */
const SMALL_BOUND = 2097152;
const ALEA_MULTIPLIER = 2091639;
const DISCARDED_DRAWS = 16;
/** Draws made before they are asked for. */
const AHEAD = 3;
/** No draw came of it: try again. */
const REFUSED = -1;

const { edge: exponentialEdge, height: exponentialHeight, tail: exponentialTail } = EXPONENTIAL;
const { edge: normalEdge, height: normalHeight, tail: normalTail } = NORMAL;

/**
 * The generator of one stream: `unit` and `u32` take one or two of alea's draws of 32 bits, the others as needed.
 *
 * seedrandom seeds it; the draws are made here by the same recurrence, which a test holds against seedrandom's own. The
 * state lies in an array, where doubles are never boxed: faster than a call of seedrandom's closure, and 32 bytes a stream.
 */
export class Stream implements Random {
  /**
   * The next three draws, and alea's carry. Alea makes a draw from the one three before it: a draw that was made three
   * calls ago is there at once, and nobody waits for the arithmetic.
   */
  readonly #state: Float64Array;

  constructor(seed: number, name: string) {
    const generator = alea(`${seed}/${name}`, { state: true });
    // The first draws of streams with similar names are measurably alike (as many as 40 times the equal ones expected).
    for (let i = 0; i < DISCARDED_DRAWS + AHEAD; i++) generator();
    const { s0, s1, s2, c } = generator.state();
    this.#state = Float64Array.of(s0, s1, s2, c);
  }

  /** Alea's step: a multiple of 2^-32 in [0, 1). */
  #next(): number {
    const state = this.#state;
    const draw = state[0]!;
    const product = ALEA_MULTIPLIER * draw + state[3]! * TWO_POW_MINUS_32;
    const carry = Math.floor(product);
    state[0] = state[1]!;
    state[1] = state[2]!;
    state[2] = product - carry;
    state[3] = carry;
    return draw;
  }

  /** Two steps at once, for whoever has read the next two draws: neither waits for what the other has written. */
  #moveByTwo(): void {
    const state = this.#state;
    const first = ALEA_MULTIPLIER * state[0]! + state[3]! * TWO_POW_MINUS_32;
    const carry = Math.floor(first);
    const second = ALEA_MULTIPLIER * state[1]! + carry * TWO_POW_MINUS_32;
    const lastCarry = Math.floor(second);
    state[0] = state[2]!;
    state[1] = first - carry;
    state[2] = second - lastCarry;
    state[3] = lastCarry;
  }

  u32(): number {
    return this.#next() * TWO_POW_32;
  }

  unit(): number {
    return this.#next() + ((this.#next() * SMALL_BOUND) | 0) * TWO_POW_MINUS_53;
  }

  /** One draw in nearly every case (at worst, near 2^31, two on average). Throws where `bound` is not in [1, 2^32]. */
  below(bound: number): number {
    if (!(bound >= 1 && bound <= SMALL_BOUND)) return this.#belowLarge(bound);
    for (;;) {
      const scaled = this.#next() * bound;
      const index = scaled | 0;
      // 2^32 draws do not divide evenly among `bound` values: the surplus ones are refused (Lemire 2019).
      const low = (scaled - index) * TWO_POW_32;
      if (low >= bound || low >= TWO_POW_32 % bound) return index;
    }
  }

  #belowLarge(bound: number): number {
    if (!(bound >= 1 && bound <= TWO_POW_32))
      throw new RangeError(`below: expected a bound of 1 to 2^32, got ${bound}`);
    const width = Math.floor(TWO_POW_32 / bound);
    for (;;) {
      const index = Math.floor(this.u32() / width);
      if (index < bound) return index;
    }
  }

  exponential(mean: number): number {
    const state = this.#state;
    for (;;) {
      const bits = (state[0]! * TWO_POW_32) >>> 0;
      const position = state[1]!;
      this.#moveByTwo();
      const layer = bits & 255;
      const x = (position + (bits >>> 11) * TWO_POW_MINUS_53) * exponentialEdge[layer]!;
      if (x < exponentialEdge[layer + 1]!) return x * mean;
      const slow = this.#exponentialEdge(layer, x);
      if (slow !== REFUSED) return slow * mean;
    }
  }

  #exponentialEdge(layer: number, x: number): number {
    // What lies beyond the tail's start is, by lack of memory, an exponential again.
    if (layer === 0) return exponentialTail - log(1 - this.unit());
    return this.#underCurve(exponentialHeight, layer, exp(-x)) ? x : REFUSED;
  }

  normal(): number {
    const state = this.#state;
    for (;;) {
      const bits = (state[0]! * TWO_POW_32) >>> 0;
      const position = state[1]!;
      this.#moveByTwo();
      const layer = bits & 255;
      const x = (position + (bits >>> 11) * TWO_POW_MINUS_53) * normalEdge[layer]!;
      const negative = (bits & 256) !== 0;
      if (x < normalEdge[layer + 1]!) return negative ? -x : x;
      const slow = this.#normalEdge(layer, x);
      if (slow !== REFUSED) return negative ? -slow : slow;
    }
  }

  #normalEdge(layer: number, x: number): number {
    if (layer === 0) return this.#normalTail();
    return this.#underCurve(normalHeight, layer, exp(-0.5 * x * x)) ? x : REFUSED;
  }

  /** Marsaglia's exact tail (1964): an exponential proposal, accepted with probability exp(-x^2 / 2). */
  #normalTail(): number {
    for (;;) {
      const x = this.exponential(1 / normalTail);
      if (2 * this.exponential(1) > x * x) return normalTail + x;
    }
  }

  /** A point drawn in the box between a layer's floor and ceiling lies under the density's value there. */
  #underCurve(height: Float64Array, layer: number, density: number): boolean {
    const floor = height[layer]!;
    return floor + this.unit() * (height[layer + 1]! - floor) < density;
  }

  /** Folds in the generator's state, which differs after every draw. */
  foldInto(digest: Digest): void {
    for (let i = 0; i < this.#state.length; i++) digest.fold(this.#state[i]!);
  }
}

/** All streams of one run. */
export class RandomStreams {
  readonly #seed: number;
  readonly #streams = new Map<string, Stream>();

  constructor(seed: number) {
    this.#seed = seed;
  }

  /** The stream of this name; the same object when asked again. Its draws depend on the seed and the name only. */
  stream(name: string): Stream {
    let stream = this.#streams.get(name);
    if (stream === undefined) {
      stream = new Stream(this.#seed, name);
      this.#streams.set(name, stream);
    }
    return stream;
  }

  /** Folds in every stream's name and state: all draws made so far, whatever order the streams were created in. */
  foldInto(digest: Digest): void {
    const names = [...this.#streams.keys()].sort((a, b) => (a < b ? -1 : 1));
    for (const name of names) {
      digest.foldText(name);
      this.#streams.get(name)!.foldInto(digest);
    }
  }

  /** The digest of all draws made so far: 16 hexadecimal digits. */
  digest(): string {
    const digest = new Digest();
    this.foldInto(digest);
    return digest.hex();
  }
}
