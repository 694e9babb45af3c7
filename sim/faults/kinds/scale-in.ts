/** Nodes that leave the cluster, once they have finished what they have or the time for that is over. */
import type { NodeId } from "../../balancers/contract.ts";
import type { Ns } from "../../core/time.ts";
import type { Effect, EffectParts } from "../effect.ts";
import type { Occurrence } from "../occurrence.ts";

export class ScaleIn implements Effect {
  readonly #parts: EffectParts;
  readonly #drainNs: Ns;
  /** By occurrence: who still drains. */
  readonly #draining: Map<number, Set<NodeId>> = new Map();

  constructor(parts: EffectParts, drainNs: Ns) {
    this.#parts = parts;
    this.#drainNs = drainNs;
  }

  begin(occurrence: Occurrence): void {
    const { control, timers } = this.#parts;
    this.#draining.set(occurrence.id, new Set(occurrence.nodes));
    for (const node of occurrence.nodes) {
      control.drain(node);
      const atOnce = this.#drainNs === 0 || control.isIdle(node);
      if (atOnce) this.step(occurrence, node);
      else timers.after(this.#drainNs, occurrence, node);
    }
  }

  /** The node goes. */
  step(occurrence: Occurrence, node: NodeId): void {
    if (this.#draining.get(occurrence.id)?.delete(node) === true) this.#parts.control.leave(node);
  }

  idle(occurrence: Occurrence, node: NodeId): number | null {
    return this.#draining.get(occurrence.id)?.has(node) === true ? node : null;
  }

  end(occurrence: Occurrence): void {
    const { control } = this.#parts;
    const draining = this.#draining.get(occurrence.id)!;
    this.#draining.delete(occurrence.id);
    for (const node of occurrence.nodes) {
      if (!draining.has(node)) control.join(node);
      control.undrain(node);
    }
  }
}
