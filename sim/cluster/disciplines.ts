/** Which disciplines have messages begun that no worker serves just now, and the workers who keep to them. */
import type { Discipline, NodeSpec } from "../scenario.ts";
import { BY_PRIORITY, BY_WORK_LEFT, PreemptiveWorkers, type Urgency } from "./preemptive.ts";
import { SharingWorkers } from "./processor-sharing.ts";
import type { OnBegun, SharedWorkers } from "./shared-workers.ts";

const URGENCIES: Readonly<Partial<Record<Discipline, Urgency>>> = {
  "priority-preemptive": BY_PRIORITY,
  "shortest-remaining-time": BY_WORK_LEFT,
};

/** Whether workers of this discipline have messages begun that they do not serve. */
export function isShared(discipline: Discipline): boolean {
  return discipline === "processor-sharing" || URGENCIES[discipline] !== undefined;
}

/** The node's workers; null where each serves one message to its end. */
export function sharedWorkers({ discipline, workers, speed }: NodeSpec, onBegun: OnBegun): SharedWorkers | null {
  if (discipline === "processor-sharing") return new SharingWorkers(workers, speed, onBegun);
  const urgency = URGENCIES[discipline];
  return urgency === undefined ? null : new PreemptiveWorkers(workers, speed, urgency, onBegun);
}
