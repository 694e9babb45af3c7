/** Quantiles of the last so many values: kept sorted beside their order of arrival. */

export class SlidingQuantile {
  /** In order of arrival, around and around. */
  readonly #arrived: Float64Array;
  readonly #sorted: Float64Array;
  #size = 0;
  #oldest = 0;

  /** Over the last `capacity` values. */
  constructor(capacity: number) {
    this.#arrived = new Float64Array(capacity);
    this.#sorted = new Float64Array(capacity);
  }

  /** The oldest value makes room. Moves at most `capacity` values. */
  add(value: number): void {
    const sorted = this.#sorted;
    if (this.#size === sorted.length) {
      const leaving = this.#place(this.#arrived[this.#oldest]!);
      sorted.copyWithin(leaving, leaving + 1, this.#size--);
    }
    const place = this.#place(value);
    sorted.copyWithin(place + 1, place, this.#size++);
    sorted[place] = value;
    this.#arrived[this.#oldest] = value;
    this.#oldest = (this.#oldest + 1) % sorted.length;
  }

  /** The least value that at least a fraction `q` of the values, 0 < q <= 1, do not exceed; Infinity of none. */
  quantile(q: number): number {
    if (this.#size === 0) return Infinity;
    return this.#sorted[Math.max(0, Math.ceil(q * this.#size) - 1)]!;
  }

  /** Where the first value that is not below `value` lies, or would. */
  #place(value: number): number {
    let low = 0;
    let high = this.#size;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#sorted[middle]! < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
