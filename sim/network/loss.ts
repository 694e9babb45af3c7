/**
 * Loss on a link: by chance alone, or in bursts by the chain of Gilbert (1960) and Elliott (1963), whose two states lose
 * with different probabilities. Each pair of ends has a chain of its own in each direction; it begins in its stationary
 * law and moves before each message.
 */
import type { Random } from "../core/random.ts";
import type { LossSpec } from "../scenario.ts";

export interface Loss {
  /** Whether what is sent now is lost. */
  strikes(): boolean;
}

/** Loss over one stream of chance, for one pair of ends. */
export function lossOf(spec: LossSpec, random: Random): Loss {
  return spec.kind === "independent" ? new IndependentLoss(spec.probability, random) : new GilbertElliott(spec, random);
}

class IndependentLoss implements Loss {
  readonly #probability: number;
  readonly #random: Random;

  constructor(probability: number, random: Random) {
    this.#probability = probability;
    this.#random = random;
  }

  strikes(): boolean {
    return this.#random.unit() < this.#probability;
  }
}

type GilbertElliottSpec = Extract<LossSpec, { readonly kind: "gilbert-elliott" }>;

class GilbertElliott implements Loss {
  readonly #spec: GilbertElliottSpec;
  readonly #random: Random;
  #bad: boolean;

  constructor(spec: GilbertElliottSpec, random: Random) {
    this.#spec = spec;
    this.#random = random;
    this.#bad = random.unit() < stationaryBad(spec);
  }

  strikes(): boolean {
    const { goodToBad, badToGood, lossInGood, lossInBad } = this.#spec;
    const moves = this.#random.unit() < (this.#bad ? badToGood : goodToBad);
    if (moves) this.#bad = !this.#bad;
    return this.#random.unit() < (this.#bad ? lossInBad : lossInGood);
  }
}

/** The fraction of messages that find the chain in its bad state. A chain that never moves is good. */
function stationaryBad({ goodToBad, badToGood }: GilbertElliottSpec): number {
  return goodToBad === 0 ? 0 : goodToBad / (goodToBad + badToGood);
}

/** The fraction of messages that are lost in the long run. */
export function meanLoss(spec: LossSpec): number {
  if (spec.kind === "independent") return spec.probability;
  const bad = stationaryBad(spec);
  return (1 - bad) * spec.lossInGood + bad * spec.lossInBad;
}
