/** What a random scenario is thrown with: the same seed, the same scenario. */
import { RandomStreams, type Random } from "../../sim/core/random.ts";

export type Value = unknown;
export type Section = Record<string, Value>;

export class Dice {
  readonly #random: Random;

  constructor(seed: number) {
    this.#random = new RandomStreams(seed).stream("fuzz");
  }

  chance(probability: number): boolean {
    return this.#random.unit() < probability;
  }

  /** A whole number from `min` to `max`. */
  whole(min: number, max: number): number {
    return min + this.#random.below(max - min + 1);
  }

  pick<T>(...values: readonly [T, ...T[]]): T {
    return values[this.#random.below(values.length)]!;
  }

  /** So many of them, in their order. */
  some<T>(values: readonly T[], count: number): T[] {
    const left = [...values];
    while (left.length > count) left.splice(this.#random.below(left.length), 1);
    return left;
  }

  list<T>(count: number, make: (index: number) => T): T[] {
    return Array.from({ length: count }, (_, index) => make(index));
  }

  /** Of a map's keys, each with one half: what is left out takes its default. */
  partly(all: Section, required: readonly string[] = []): Section {
    return Object.fromEntries(Object.entries(all).filter(([key]) => required.includes(key) || this.chance(0.5)));
  }

  /** A time around `ms`, of many shapes. */
  times(ms: number): Value {
    const mean = `${ms}ms`;
    return this.pick<Value>(
      mean,
      { exponential: mean },
      { lognormal: { mean, cv: 1.5 } },
      { uniform: { from: "0s", to: `${2 * ms}ms` } },
      { pareto: { shape: 2.2, mean } },
      { erlang: { mean, stages: 3 } },
      { empirical: ["0s", `${2 * ms}ms`] },
    );
  }

  /** A time that is never 0. */
  positiveTimes(ms: number): Value {
    return this.pick<Value>(
      `${ms}ms`,
      { exponential: `${ms}ms` },
      { uniform: { from: `${ms / 2}ms`, to: `${2 * ms}ms` } },
    );
  }
}
