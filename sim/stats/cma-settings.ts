/** The default strategy parameters of CMA-ES: table 1 of Hansen's tutorial (2016), positive weights only. */
import { log } from "../core/math.ts";

export interface CmaSettings {
  /** λ: points per generation. */
  readonly population: number;
  /** Of the better half, falling, adding up to 1. */
  readonly weights: readonly number[];
  /** μ_eff: how many equally weighted points carry as much. */
  readonly selected: number;
  /** c_σ and d_σ. */
  readonly stepMemory: number;
  readonly stepDamping: number;
  /** c_c. */
  readonly pathMemory: number;
  /** c_1 and c_μ. */
  readonly rankOne: number;
  readonly rankMu: number;
  /** The mean length of a standard normal vector. */
  readonly expectedLength: number;
}

/** For n dimensions and λ >= 4 points per generation. */
export function cmaSettings(n: number, population: number): CmaSettings {
  if (!(Number.isInteger(population) && population >= 4))
    throw new RangeError(`CmaEs: expected a whole population of at least 4, got ${population}`);
  const raw = Array.from({ length: Math.floor(population / 2) }, (_, i) => log((population + 1) / 2) - log(i + 1));
  const total = raw.reduce((sum, weight) => sum + weight, 0);
  const weights = raw.map((weight) => weight / total);
  const selected = 1 / weights.reduce((sum, weight) => sum + weight * weight, 0);
  const stepMemory = (selected + 2) / (n + selected + 5);
  const rankOne = 2 / ((n + 1.3) ** 2 + selected);
  return {
    population,
    weights,
    selected,
    stepMemory,
    stepDamping: 1 + 2 * Math.max(0, Math.sqrt((selected - 1) / (n + 1)) - 1) + stepMemory,
    pathMemory: (4 + selected / n) / (n + 4 + (2 * selected) / n),
    rankOne,
    rankMu: Math.min(1 - rankOne, (2 * (0.25 + selected + 1 / selected - 2)) / ((n + 2) ** 2 + selected)),
    expectedLength: Math.sqrt(n) * (1 - 1 / (4 * n) + 1 / (21 * n * n)),
  };
}
