/** Nodes answer a part of what comes with an error, fast, instead of serving it. */
import type { Effect, EffectParts } from "../effect.ts";
import type { ErrorRate } from "../error-rates.ts";
import type { Occurrence } from "../occurrence.ts";

export class Errors implements Effect {
  readonly #errorRates: EffectParts["errorRates"];
  readonly #rate: ErrorRate;

  constructor({ errorRates }: EffectParts, rate: ErrorRate) {
    this.#errorRates = errorRates;
    this.#rate = rate;
  }

  begin(occurrence: Occurrence): void {
    for (const node of occurrence.nodes) this.#errorRates.set(node, occurrence, this.#rate);
  }

  end(occurrence: Occurrence): void {
    for (const node of occurrence.nodes) this.#errorRates.set(node, occurrence, null);
  }
}
