/** Everything at a node stands still, what it serves included, and goes on afterwards: nothing is lost by it. */
import type { Effect, EffectParts } from "../effect.ts";
import type { Occurrence } from "../occurrence.ts";

export class Pause implements Effect {
  readonly #control: EffectParts["control"];

  constructor({ control }: EffectParts) {
    this.#control = control;
  }

  begin({ nodes }: Occurrence): void {
    for (const node of nodes) this.#control.pause(node);
  }

  end({ nodes }: Occurrence): void {
    for (const node of nodes) this.#control.resume(node);
  }
}
