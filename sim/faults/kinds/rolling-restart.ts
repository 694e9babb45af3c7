/**
 * One node, or batch of nodes, after the other is restarted. Drained first, it gets nothing new and goes down as soon as
 * nobody waits for it any more, or when the time to drain is over; gateways know of it from the beginning, and send again
 * as it comes back. Without draining it is stopped while it works, and its gateways have to find out.
 */
import type { NodeId } from "../../balancers/contract.ts";
import type { Ns } from "../../core/time.ts";
import type { Effect, EffectParts } from "../effect.ts";
import type { Occurrence } from "../occurrence.ts";

export interface RollingRestartTimes {
  readonly drainNs: Ns;
  readonly downNs: Ns;
  /** From when a batch is back to when the next one begins. */
  readonly gapNs: Ns;
  /** Nodes at a time. */
  readonly batch: number;
}

/** What a node of the present batch is doing. */
type Phase = "draining" | "down";

interface Progress {
  /** Place of the next batch's first node among the occurrence's. */
  next: number;
  readonly phases: Map<NodeId, Phase>;
}

// A step's number tells what is due, and for which node.
const NEXT_BATCH = 0;
const STEPS = 2;
const stop = (node: NodeId): number => 1 + STEPS * node;
const start = (node: NodeId): number => 2 + STEPS * node;

/** How long it takes where nobody is done before the time to drain is over. */
export function longestNs({ drainNs, downNs, gapNs, batch }: RollingRestartTimes, nodes: number): Ns {
  const batches = Math.ceil(nodes / batch);
  return batches * (drainNs + downNs) + (batches - 1) * gapNs;
}

export class RollingRestart implements Effect {
  readonly #parts: EffectParts;
  readonly #times: RollingRestartTimes;
  /** By occurrence. */
  readonly #progress: Map<number, Progress> = new Map();

  constructor(parts: EffectParts, times: RollingRestartTimes) {
    this.#parts = parts;
    this.#times = times;
  }

  begin(occurrence: Occurrence): void {
    this.#progress.set(occurrence.id, { next: 0, phases: new Map() });
    this.#nextBatch(occurrence);
  }

  step(occurrence: Occurrence, step: number): void {
    if (step === NEXT_BATCH) return this.#nextBatch(occurrence);
    const node = Math.floor((step - 1) / STEPS);
    if (step === start(node)) this.#start(occurrence, node);
    else if (this.#phaseOf(occurrence, node) === "draining") this.#stop(occurrence, node);
  }

  idle(occurrence: Occurrence, node: NodeId): number | null {
    return this.#phaseOf(occurrence, node) === "draining" ? stop(node) : null;
  }

  end(occurrence: Occurrence): void {
    for (const [node, phase] of this.#progress.get(occurrence.id)?.phases ?? []) this.#release(node, phase);
    this.#progress.delete(occurrence.id);
  }

  #phaseOf(occurrence: Occurrence, node: NodeId): Phase | undefined {
    return this.#progress.get(occurrence.id)?.phases.get(node);
  }

  #nextBatch(occurrence: Occurrence): void {
    const progress = this.#progress.get(occurrence.id)!;
    const batch = occurrence.nodes.slice(progress.next, progress.next + this.#times.batch);
    progress.next += batch.length;
    for (const node of batch) progress.phases.set(node, "draining");
    for (const node of batch) {
      if (this.#times.drainNs === 0) this.#stop(occurrence, node);
      else this.#drain(occurrence, node);
    }
  }

  #drain(occurrence: Occurrence, node: NodeId): void {
    const { control, timers } = this.#parts;
    control.drain(node);
    timers.after(control.isIdle(node) ? 0 : this.#times.drainNs, occurrence, stop(node));
  }

  #stop(occurrence: Occurrence, node: NodeId): void {
    const { control, timers } = this.#parts;
    this.#progress.get(occurrence.id)!.phases.set(node, "down");
    if (this.#times.drainNs === 0) control.crash(node);
    else control.stop(node);
    timers.after(this.#times.downNs, occurrence, start(node));
  }

  #start(occurrence: Occurrence, node: NodeId): void {
    const { timers } = this.#parts;
    const progress = this.#progress.get(occurrence.id)!;
    this.#release(node, "down");
    progress.phases.delete(node);
    if (progress.phases.size > 0) return;
    if (progress.next < occurrence.nodes.length) return timers.after(this.#times.gapNs, occurrence, NEXT_BATCH);
    timers.isOver(occurrence);
  }

  /** The node is a member as any other again. */
  #release(node: NodeId, phase: Phase): void {
    const { control } = this.#parts;
    if (this.#times.drainNs === 0) return control.restart(node, null);
    if (phase === "down") control.start(node);
    control.undrain(node);
  }
}
