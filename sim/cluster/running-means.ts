/** Exponentially weighted means, one per node: what a server knows of its own recent latencies. */

/** The weight of the newest observation. */
const GAIN = 1 / 8;

export class RunningMeans {
  /** By node; 0 before the first observation. */
  readonly #means: Float64Array;

  constructor(nodes: number) {
    this.#means = new Float64Array(nodes);
  }

  observe(node: number, value: number): void {
    const mean = this.#means[node]!;
    this.#means[node] = mean === 0 ? value : mean + GAIN * (value - mean);
  }

  of(node: number): number {
    return this.#means[node]!;
  }
}
