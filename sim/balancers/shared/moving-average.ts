/** Exponentially weighted moving averages, one per node: each observation counts `smoothing`, the past the rest. */
import type { NodeId } from "../contract.ts";

export class MovingAverages {
  readonly #smoothing: number;
  /** NaN: nothing was observed. */
  readonly #averages: Float64Array;

  /** For ids in [0, size). `smoothing` in (0, 1]; 1 keeps the last observation only. */
  constructor(size: number, smoothing: number) {
    this.#smoothing = smoothing;
    this.#averages = new Float64Array(size).fill(NaN);
  }

  /** NaN where nothing was observed of the node. */
  of(id: NodeId): number {
    return this.#averages[id]!;
  }

  known(id: NodeId): boolean {
    return !Number.isNaN(this.#averages[id]!);
  }

  /** The first observation is the average itself. */
  observe(id: NodeId, value: number): void {
    const average = this.#averages[id]!;
    this.#averages[id] = Number.isNaN(average) ? value : average + this.#smoothing * (value - average);
  }
}
