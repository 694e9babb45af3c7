/**
 * Chance as an argument. Every consumer of chance has a stream of its own, named by (seed, purpose, entity), so that a
 * stream's draws depend on nothing else (DESIGN.md, decision 3). The generator is `alea`, seedrandom's fastest.
 */

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
