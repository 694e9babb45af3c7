/** Nodes say of themselves that they had better be spared (Envoy's `x-envoy-degraded`), and go on serving. */
import type { Effect, EffectParts } from "../effect.ts";
import type { Occurrence } from "../occurrence.ts";

export class Degrade implements Effect {
  readonly #control: EffectParts["control"];

  constructor({ control }: EffectParts) {
    this.#control = control;
  }

  begin({ nodes }: Occurrence): void {
    for (const node of nodes) this.#control.degrade(node);
  }

  end({ nodes }: Occurrence): void {
    for (const node of nodes) this.#control.undegrade(node);
  }
}
