/** M/G/1 with priority classes, first come first served within each. Cobham 1954; Conway, Maxwell & Miller, §8. */
import { requirePositive, requireStable } from "./domain.ts";
import { meansFromWaiting, type QueueMeans } from "./queue.ts";
import type { ServiceMoments } from "./service.ts";

export interface PriorityClass {
  readonly arrivalRate: number;
  readonly service: ServiceMoments;
}

/**
 * Mean values per class, most urgent first, where a service once begun is finished (non-preemptive):
 * waiting = W0 / ((1 - load of more urgent classes) (1 - that and this class's load)), W0 = sum of arrivalRate E[S²] / 2.
 * Throws an UnstableError where the classes' total load reaches 1.
 */
export function priorityNonPreemptive(classes: readonly PriorityClass[]): QueueMeans[] {
  checkClasses(classes);
  const residual = residualWork(classes);
  let above = 0;
  return classes.map(({ arrivalRate, service }) => {
    const through = above + arrivalRate * service.mean;
    const waiting = residual / ((1 - above) * (1 - through));
    above = through;
    return meansFromWaiting(arrivalRate, service.mean, 1, waiting);
  });
}

/**
 * The same where a more urgent arrival interrupts, and what was interrupted later goes on where it stopped
 * (preemptive-resume). `meanWaiting` is then all time not in service, interruptions included.
 */
export function priorityPreemptiveResume(classes: readonly PriorityClass[]): QueueMeans[] {
  checkClasses(classes);
  let above = 0;
  return classes.map(({ arrivalRate, service }, index) => {
    const through = above + arrivalRate * service.mean;
    const queueing = residualWork(classes.slice(0, index + 1)) / ((1 - above) * (1 - through));
    const interrupted = service.mean / (1 - above) - service.mean;
    above = through;
    return meansFromWaiting(arrivalRate, service.mean, 1, queueing + interrupted);
  });
}

function residualWork(classes: readonly PriorityClass[]): number {
  return classes.reduce((sum, { arrivalRate, service }) => sum + (arrivalRate * service.secondMoment) / 2, 0);
}

function checkClasses(classes: readonly PriorityClass[]): void {
  for (const { arrivalRate, service } of classes) {
    requirePositive("arrivalRate", arrivalRate);
    requirePositive("service.mean", service.mean);
  }
  requireStable(
    "M/G/1 with priorities",
    classes.reduce((sum, { arrivalRate, service }) => sum + arrivalRate * service.mean, 0),
  );
}
