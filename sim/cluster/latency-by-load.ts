/**
 * What a server knows of its own latencies: a running mean for each number of messages that a message met there, so that a
 * server that has become idle does not go on telling of its busy hour (Prequal, NSDI 2024, §4, with a mean for its median).
 */

/** The weight of the newest observation. */
const GAIN = 1 / 8;
/** Loads from here on count as one. */
const LEVELS = 32;

export class LatencyByLoad {
  /** By node and load; 0 before the first observation. */
  readonly #means: Float64Array;

  constructor(nodes: number) {
    this.#means = new Float64Array(nodes * LEVELS);
  }

  /** A message that met so many others at the node took this long. */
  observe(node: number, met: number, value: number): void {
    const at = node * LEVELS + Math.min(met, LEVELS - 1);
    const mean = this.#means[at]!;
    this.#means[at] = mean === 0 ? value : mean + GAIN * (value - mean);
  }

  /** The mean at the observed load nearest to this one, the lower of two; 0 where nothing was observed. */
  of(node: number, met: number): number {
    const level = Math.min(met, LEVELS - 1);
    for (let distance = 0; distance < LEVELS; distance++) {
      const below = level - distance;
      if (below >= 0 && this.#means[node * LEVELS + below]! > 0) return this.#means[node * LEVELS + below]!;
      const above = level + distance;
      if (above < LEVELS && this.#means[node * LEVELS + above]! > 0) return this.#means[node * LEVELS + above]!;
    }
    return 0;
  }
}
