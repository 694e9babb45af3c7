/** The process is gone: of nodes, of gateways, or of all in a zone. */
import type { Recovery } from "../control.ts";
import type { Effect, EffectParts } from "../effect.ts";
import type { Occurrence } from "../occurrence.ts";

export class Crash implements Effect {
  readonly #control: EffectParts["control"];
  readonly #recovery: Recovery | null;

  /** `recovery`: what a node replays before it serves again; null: nothing. */
  constructor({ control }: EffectParts, recovery: Recovery | null = null) {
    this.#control = control;
    this.#recovery = recovery;
  }

  begin({ nodes, gateways }: Occurrence): void {
    for (const node of nodes) this.#control.crash(node);
    for (const gateway of gateways) this.#control.crashGateway(gateway);
  }

  end({ nodes, gateways }: Occurrence): void {
    for (const gateway of gateways) this.#control.restartGateway(gateway);
    for (const node of nodes) this.#control.restart(node, this.#recovery);
  }
}
