/**
 * MSER-5: where a run's warm-up ends (White, Cobb & Spratt 2000). Of the means of batches of five observations, in the
 * order in which they came, the truncation point is the one that minimises the standard error of what remains; only the
 * first half is considered. Batches are merged in pairs whenever there are too many to keep, so that memory is constant.
 */
const MAX_BATCHES = 8192;

export class Mser5 {
  #batchSize = 5;
  #length = 0;
  readonly #means = new Float64Array(MAX_BATCHES);
  /** When each batch's first message was published. */
  readonly #startsNs = new Float64Array(MAX_BATCHES);
  #sum = 0;
  #inBatch = 0;

  /** One observation, and when its message was published. */
  observe(value: number, publishedNs: number): void {
    if (this.#inBatch === 0) this.#startsNs[this.#length] = publishedNs;
    this.#sum += value;
    if (++this.#inBatch < this.#batchSize) return;
    this.#means[this.#length++] = this.#sum / this.#batchSize;
    this.#sum = 0;
    this.#inBatch = 0;
    if (this.#length === MAX_BATCHES) this.#merge();
  }

  /** When the first message that should be measured was published; 0 below ten batches. */
  truncationNs(): number {
    const n = this.#length;
    if (n < 10) return 0;
    let sum = 0;
    let squares = 0;
    let best = 0;
    let bestError = Infinity;
    // From the end, so that each truncation's sums come from the one before.
    for (let from = n - 1; from >= 0; from--) {
      const mean = this.#means[from]!;
      sum += mean;
      squares += mean * mean;
      if (from > n / 2) continue;
      const kept = n - from;
      const error = (squares - (sum * sum) / kept) / (kept * kept);
      if (error <= bestError) {
        bestError = error;
        best = from;
      }
    }
    return best === 0 ? 0 : this.#startsNs[best]!;
  }

  #merge(): void {
    const half = MAX_BATCHES / 2;
    for (let i = 0; i < half; i++) {
      this.#means[i] = (this.#means[2 * i]! + this.#means[2 * i + 1]!) / 2;
      this.#startsNs[i] = this.#startsNs[2 * i]!;
    }
    this.#length = half;
    this.#batchSize *= 2;
  }
}
