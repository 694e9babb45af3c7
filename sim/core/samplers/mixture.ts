/** One of several: a value (empirical) or an exponential (hyperexponential), each with its probability. */
import type { HyperexponentialBranch } from "../distribution.ts";
import type { Random } from "../random.ts";
import { AliasTable } from "./alias-table.ts";
import type { Sampler } from "./sampler.ts";

export class EmpiricalSampler implements Sampler {
  readonly mean: number;
  readonly #values: Float64Array;
  readonly #table: AliasTable;
  readonly #random: Random;

  constructor(values: readonly number[], weights: readonly number[], mean: number, random: Random) {
    this.mean = mean;
    this.#values = Float64Array.from(values);
    this.#table = new AliasTable(weights);
    this.#random = random;
  }

  draw(): number {
    return this.#values[this.#table.draw(this.#random)]!;
  }
}

export class HyperexponentialSampler implements Sampler {
  readonly mean: number;
  readonly #means: Float64Array;
  readonly #table: AliasTable;
  readonly #random: Random;

  constructor(branches: readonly HyperexponentialBranch[], mean: number, random: Random) {
    this.mean = mean;
    this.#means = Float64Array.from(branches, (branch) => branch.mean);
    this.#table = new AliasTable(branches.map((branch) => branch.probability));
    this.#random = random;
  }

  draw(): number {
    return this.#random.exponential(this.#means[this.#table.draw(this.#random)]!);
  }
}
