/** Balancers of a scenario that were made for a queue at their gateway, where there is none. */
import { withoutQueueSentence } from "../../reports/findings/without-queue.ts";
import type { RunnableScenario } from "./runnable-scenario.ts";

export interface QueueWarning {
  /** Its label. */
  readonly balancer: string;
  readonly text: string;
}

/** What becomes of each of them, a user's own among them. */
export function queueWarnings({ scenario, definition }: RunnableScenario): readonly QueueWarning[] {
  if (scenario.gateways.queueCapacity > 0) return [];
  return scenario.balancers.flatMap(({ label, algorithm }) => {
    const does = definition(algorithm).about.withoutQueue;
    return does === "" ? [] : [{ balancer: label, text: withoutQueueSentence(label, does).replace(/\.$/, "") }];
  });
}
