/** Down and up in turns, beginning with down. */
import type { Ns } from "../../core/time.ts";
import type { Effect, EffectParts } from "../effect.ts";
import type { Occurrence } from "../occurrence.ts";

const GO_DOWN = 0;
const COME_UP = 1;

export class Flap implements Effect {
  readonly #parts: EffectParts;
  readonly #downNs: Ns;
  readonly #upNs: Ns;
  /** Ids of the occurrences whose targets are down now. */
  readonly #down: Set<number> = new Set();

  constructor(parts: EffectParts, downNs: Ns, upNs: Ns) {
    this.#parts = parts;
    this.#downNs = downNs;
    this.#upNs = upNs;
  }

  begin(occurrence: Occurrence): void {
    this.step(occurrence, GO_DOWN);
  }

  step(occurrence: Occurrence, step: number): void {
    const { timers } = this.#parts;
    if (step === COME_UP) {
      this.#comeUp(occurrence);
      timers.after(this.#upNs, occurrence, GO_DOWN);
    } else if (timers.goesOn()) {
      this.#down.add(occurrence.id);
      for (const node of occurrence.nodes) this.#parts.control.crash(node);
      for (const gateway of occurrence.gateways) this.#parts.control.crashGateway(gateway);
      timers.after(this.#downNs, occurrence, COME_UP);
    }
  }

  end(occurrence: Occurrence): void {
    if (this.#down.has(occurrence.id)) this.#comeUp(occurrence);
  }

  #comeUp(occurrence: Occurrence): void {
    this.#down.delete(occurrence.id);
    for (const gateway of occurrence.gateways) this.#parts.control.restartGateway(gateway);
    for (const node of occurrence.nodes) this.#parts.control.restart(node, null);
  }
}
