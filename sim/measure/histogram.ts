/**
 * A streaming histogram of non-negative whole numbers (nanoseconds) whose buckets grow with the value: 2^bits to each
 * power of two, as in Gil Tene's HdrHistogram. A quantile is off by at most half a bucket: 1 / 2^(bits + 1) of its value
 * (0.4% for the standard 7 bits). The bucket number is read straight from the double's exponent and leading mantissa.
 */
const scratch = new Float64Array(1);
const halves = new Int32Array(scratch.buffer);
scratch[0] = 1;
/** Which half of a double holds sign, exponent and leading mantissa on this machine. */
const HIGH = halves[1] === 0 ? 0 : 1;

const EXPONENT_BIAS = 1023;
/** Values up to 2^60 ns, 36 years. */
const POWERS = 60;

// What the hot loop below reads is not exported: an exported constant costs a look-up in every turn.
const BITS = 7;
/** The standard resolution: relative error of a quantile at most 1/256. */
export const STANDARD_BITS: number = BITS;

/** Buckets of a histogram with this resolution; bucket 0 holds the zeros. */
export function bucketCount(bits: number): number {
  return (POWERS << bits) + 1;
}

/**
 * Values noted to be counted together, in rows of two: value `column` of row `i` is `values[(i << 1) | column]`. Their bits
 * can be read in place: `words` is another view of the same memory.
 */
export class Batch {
  readonly values: Float64Array;
  readonly words: Int32Array;

  constructor(rows: number) {
    this.values = new Float64Array(rows << 1);
    this.words = new Int32Array(this.values.buffer);
  }
}

/** The bucket of the batch's value number `i`; 0 for a value below 1. */
export function bucketAt(words: Int32Array, i: number, bits: number): number {
  return bucketIn(words, i, bits);
}

/** The bucket of a value. */
export function bucketOf(value: number, bits: number): number {
  scratch[0] = value;
  return bucketIn(halves, 0, bits);
}

function bucketIn(words: Int32Array, i: number, bits: number): number {
  const bucket = (words[(i << 1) | HIGH]! >> (20 - bits)) - (EXPONENT_BIAS << bits) + 1;
  // The larger of it and 0, without a branch: which waiting times are 0 cannot be foretold.
  return bucket & ~(bucket >> 31);
}

/** The middle of a bucket. */
export function bucketMiddle(bucket: number, bits: number): number {
  return bucket === 0 ? 0 : within(bucket, bits, 0.5);
}

/** The least value of a bucket. */
export function bucketStart(bucket: number, bits: number): number {
  return bucket === 0 ? 0 : within(bucket, bits, 0);
}

function within(bucket: number, bits: number, part: number): number {
  const sub = 1 << bits;
  const power = Math.floor((bucket - 1) / sub);
  const step = (bucket - 1) % sub;
  return powerOfTwo(power) * (1 + (step + part) / sub);
}

/** 2^power exactly, on every engine: written into the exponent. */
function powerOfTwo(power: number): number {
  scratch[0] = 1;
  halves[HIGH] = (power + EXPONENT_BIAS) << 20;
  return scratch[0];
}

/**
 * The value below or at which a fraction `q` of the counts in [from, from + buckets) of `counts` lies; NaN where there
 * are none.
 */
export function quantileOf(counts: Uint32Array, from: number, buckets: number, bits: number, q: number): number {
  let total = 0;
  for (let i = from; i < from + buckets; i++) total += counts[i]!;
  if (total === 0) return NaN;
  const rank = Math.max(1, Math.ceil(q * total));
  let below = 0;
  for (let bucket = 0; bucket < buckets; bucket++) {
    below += counts[from + bucket]!;
    if (below >= rank) return bucketMiddle(bucket, bits);
  }
  return NaN;
}

export class Histogram {
  count = 0;
  // NaN until the constructor: fields of doubles begin as doubles (DESIGN.md, §8).
  /** 0 where nothing was recorded. */
  max: number = NaN;
  /** Sums are taken about the first value, which keeps the variance exact where the spread is small against the mean. */
  #shift: number = NaN;
  #sum: number = NaN;
  #squares: number = NaN;
  readonly #counts: Uint32Array = new Uint32Array(bucketCount(STANDARD_BITS));
  readonly #one = new Batch(1);

  constructor() {
    this.max = 0;
    this.#shift = 0;
    this.#sum = 0;
    this.#squares = 0;
  }

  /** Adds one observation. */
  record(value: number): void {
    this.#one.values[0] = value;
    this.recordAll(this.#one, 0, 1);
  }

  /** Adds that column of the first `length` rows of the batch. */
  recordAll({ values, words }: Batch, column: 0 | 1, length: number): void {
    if (length === 0) return;
    if (this.count === 0) this.#shift = values[column]!;
    const counts = this.#counts;
    const shift = this.#shift;
    let { max } = this;
    let sum = 0;
    let squares = 0;
    for (let row = 0; row < length; row++) {
      const i = (row << 1) | column;
      const value = values[i]!;
      const offset = value - shift;
      sum += offset;
      squares += offset * offset;
      if (value > max) max = value;
      counts[bucketIn(words, i, BITS)]!++;
    }
    this.count += length;
    this.max = max;
    this.#sum += sum;
    this.#squares += squares;
  }

  /** Observations equal to 0 (below 1). */
  get zeros(): number {
    return this.#counts[0]!;
  }

  /** By bucket. */
  get counts(): Readonly<Uint32Array> {
    return this.#counts;
  }

  /** NaN where nothing was recorded. */
  get mean(): number {
    return this.#shift + this.#sum / this.count;
  }

  /** The sample's standard deviation; NaN below two observations. */
  get stddev(): number {
    const variance = (this.#squares - (this.#sum * this.#sum) / this.count) / (this.count - 1);
    return Math.sqrt(Math.max(0, variance));
  }

  /** Exact at the ends, else within 1/256; NaN where nothing was recorded. */
  quantile(q: number): number {
    return Math.min(this.max, quantileOf(this.#counts, 0, this.#counts.length, STANDARD_BITS, q));
  }

  /** Ten observations must lie beyond a quantile for it to mean something. */
  carries(q: number): boolean {
    return this.count * (1 - q) >= 10 - 1e-9;
  }
}
