/** The process is gone: of a node, or of all in a zone. */
import type { Effect, EffectParts } from "../effect.ts";
import type { Occurrence } from "../occurrence.ts";

export class Crash implements Effect {
  readonly #control: EffectParts["control"];

  constructor({ control }: EffectParts) {
    this.#control = control;
  }

  begin({ nodes }: Occurrence): void {
    for (const node of nodes) this.#control.crash(node);
  }

  end({ nodes }: Occurrence): void {
    for (const node of nodes) this.#control.restart(node);
  }
}
