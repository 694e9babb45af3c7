/** Nodes work slower: by the whole factor at once, or by more and more of it. */
import type { Effect, EffectParts } from "../effect.ts";
import type { Occurrence } from "../occurrence.ts";

/** A ramp is as many equal steps: fine enough to look like a line, and each costs a look at all that is in service. */
const RAMP_STEPS = 20;

export class Slow implements Effect {
  readonly #parts: EffectParts;
  readonly #factor: number;
  readonly #steps: number;

  constructor(parts: EffectParts, factor: number, shape: "step" | "ramp") {
    this.#parts = parts;
    this.#factor = factor;
    this.#steps = shape === "ramp" ? RAMP_STEPS : 1;
  }

  begin(occurrence: Occurrence): void {
    this.step(occurrence, 1);
  }

  /** `step` of `#steps`: the last one has the whole factor, and lasts until the end. */
  step(occurrence: Occurrence, step: number): void {
    this.#set(occurrence, 1 + ((this.#factor - 1) * step) / this.#steps);
    if (step === this.#steps) return;
    const { startNs, endNs } = occurrence;
    const length = endNs - startNs;
    const delayNs = Math.round((length * step) / this.#steps) - Math.round((length * (step - 1)) / this.#steps);
    this.#parts.timers.after(delayNs, occurrence, step + 1);
  }

  end(occurrence: Occurrence): void {
    this.#set(occurrence, 1);
  }

  #set(occurrence: Occurrence, factor: number): void {
    for (const node of occurrence.nodes) this.#parts.slowdowns.set(node, occurrence, factor);
  }
}
