/** What a fault does to its targets: a small class per kind, in `kinds/`. */
import type { NodeId } from "../balancers/contract.ts";
import type { Ns } from "../core/time.ts";
import type { ClusterControl } from "./control.ts";
import type { ErrorRates } from "./error-rates.ts";
import type { Occurrence } from "./occurrence.ts";
import type { Slowdowns } from "./slowdowns.ts";

export interface Effect {
  /** Before the run begins; for faults that change what holds until then. */
  prepare?(): void;
  begin(occurrence: Occurrence): void;
  /** Takes back whatever the occurrence has done and not taken back itself. */
  end(occurrence: Occurrence): void;
  /** A timer that the effect has set is due; never after the occurrence's end. */
  step?(occurrence: Occurrence, step: number): void;
  /** No gateway waits for the node any more, which some fault drains; the step to take now, if any. */
  idle?(occurrence: Occurrence, node: NodeId): number | null;
}

/** What effects act through. */
export interface EffectParts {
  readonly control: ClusterControl;
  readonly slowdowns: Slowdowns;
  readonly errorRates: ErrorRates;
  readonly timers: EffectTimers;
}

export interface EffectTimers {
  /** Calls the effect's `step` so much later, unless the occurrence has ended by then. */
  after(delayNs: Ns, occurrence: Occurrence, step: number): void;
  /** The occurrence has nothing left to do, before its end. */
  isOver(occurrence: Occurrence): void;
  /** False where the run only waits for what is in flight, and has no end of its own: nothing new should happen then. */
  goesOn(): boolean;
}
