/** Nodes that join the cluster while it runs. */
import type { NodeId } from "../../balancers/contract.ts";
import type { Effect, EffectParts } from "../effect.ts";
import type { Occurrence } from "../occurrence.ts";

export class ScaleOut implements Effect {
  readonly #parts: EffectParts;
  readonly #nodes: readonly NodeId[];

  constructor(parts: EffectParts, nodes: readonly NodeId[]) {
    this.#parts = parts;
    this.#nodes = nodes;
  }

  prepare(): void {
    for (const node of this.#nodes) this.#parts.control.leave(node);
  }

  /** It is done at once: they are members from now on. */
  begin(occurrence: Occurrence): void {
    for (const node of this.#nodes) this.#parts.control.join(node);
    this.#parts.timers.isOver(occurrence);
  }

  /** They stay. */
  end(): void {}
}
