/**
 * How likely each alternative is the best, given paired replications. Model: the posterior of the means under a normal
 * likelihood and a flat prior is a multivariate t about the sample means with the paired covariances (Chick & Inoue, New
 * procedures to select the best simulated system using common random numbers, 2001), sampled here by Monte Carlo.
 */
import { meanOf } from "./sample.ts";
import { requireCount } from "./check.ts";
import type { Random } from "../core/random.ts";

export interface BestOptions {
  /** Which values are better. */
  readonly direction: "lower" | "higher";
  /** Monte Carlo draws; 4,000 unless said: a probability is then known to within 0.016. */
  readonly draws?: number;
}

/**
 * The probability that each alternative has the best mean; they add up to 1, and alternatives that are always equal share.
 * `alternatives[a][i]` is alternative a's value with seed i; at least two seeds, as many for each.
 */
export function probabilityOfBest(
  alternatives: readonly (readonly number[])[],
  random: Random,
  { direction, draws = 4000 }: BestOptions,
): number[] {
  const replications = alternatives[0]?.length ?? 0;
  requireCount("probabilityOfBest", replications, 2);
  if (alternatives.some(({ length }) => length !== replications))
    throw new RangeError("probabilityOfBest: expected as many values of every alternative");
  const sign = direction === "lower" ? 1 : -1;
  const means = alternatives.map((values) => sign * meanOf(values));
  const deviations = alternatives.map((values, a) => values.map((value) => sign * value - means[a]!));
  const wins = new Array<number>(alternatives.length).fill(0);
  for (let draw = 0; draw < draws; draw++) creditSmallest(posteriorMeans(means, deviations, random), wins);
  return wins.map((count) => count / draws);
}

/**
 * One draw of all the means. A sum of the deviations with normal weights has just their covariance, without any matrix
 * to factor, which would be singular for more alternatives than seeds.
 */
function posteriorMeans(
  means: readonly number[],
  deviations: readonly (readonly number[])[],
  random: Random,
): readonly number[] {
  const replications = deviations[0]!.length;
  const weights = Array.from({ length: replications }, () => random.normal());
  let chiSquare = 0;
  for (let i = 1; i < replications; i++) chiSquare += random.normal() ** 2;
  const scale = 1 / Math.sqrt(replications * chiSquare);
  return means.map((mean, a) => mean + scale * deviations[a]!.reduce((sum, value, i) => sum + value * weights[i]!, 0));
}

function creditSmallest(values: readonly number[], wins: number[]): void {
  const smallest = values.reduce((a, b) => Math.min(a, b));
  const winners = values.filter((value) => value === smallest).length;
  values.forEach((value, a) => {
    if (value === smallest) wins[a]! += 1 / winners;
  });
}
