/**
 * Draws an index by weight in constant time. Model: the alias method (Walker 1977), built in linear time as Vose (1991)
 * showed: every column holds at most two indices, its own and an alias, and all columns are equally likely.
 */
import type { Random } from "../random.ts";

export class AliasTable {
  readonly length: number;
  /** By column: the probability of its own index; else the alias. */
  readonly #keep: Float64Array;
  readonly #alias: Int32Array;

  /** Relative weights, at least 0, not all 0. */
  constructor(weights: ArrayLike<number>) {
    const count = weights.length;
    this.length = count;
    this.#keep = new Float64Array(count).fill(1);
    this.#alias = Int32Array.from({ length: count }, (_, i) => i);
    let total = 0;
    for (let i = 0; i < count; i++) total += weights[i]!;
    this.#build(Float64Array.from(weights, (weight) => (weight / total) * count));
  }

  /** `share` is each index's probability in units of a column. */
  #build(share: Float64Array): void {
    const small: number[] = [];
    const large: number[] = [];
    share.forEach((value, i) => (value < 1 ? small : large).push(i));
    while (small.length > 0 && large.length > 0) {
      const poor = small.pop()!;
      const rich = large[large.length - 1]!;
      this.#keep[poor] = share[poor]!;
      this.#alias[poor] = rich;
      share[rich] = share[rich]! - (1 - share[poor]!);
      if (share[rich]! < 1) small.push(large.pop()!);
    }
    // Whatever is left is a full column but for rounding, and keeps its own index always.
  }

  /** An index in [0, length). Takes one `unit` of the stream: its whole part the column, its fraction the coin. */
  draw(random: Random): number {
    const position = random.unit() * this.length;
    const column = Math.floor(position);
    return position - column < this.#keep[column]! ? column : this.#alias[column]!;
  }
}
