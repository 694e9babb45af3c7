/** What a fault does to links, for as long as it lasts: cut, clogged, lossy, slow, doubling, narrow. */
import type { LinkFault } from "../../network/link-effects.ts";
import type { Effect, EffectParts } from "../effect.ts";
import type { Occurrence } from "../occurrence.ts";

export class OnLinks implements Effect {
  readonly #control: EffectParts["control"];
  readonly #fault: LinkFault;
  /** By occurrence: what takes its effect off again. */
  readonly #tokens: Map<number, number> = new Map();

  constructor({ control }: EffectParts, fault: LinkFault) {
    this.#control = control;
    this.#fault = fault;
  }

  begin({ id, fault }: Occurrence): void {
    this.#tokens.set(id, this.#control.install(this.#fault, this.#fault.links, String(fault)));
  }

  end({ id }: Occurrence): void {
    this.#control.uninstall(this.#tokens.get(id)!);
    this.#tokens.delete(id);
  }
}
