/** Balancers that were made for a queue at the gateway, in a scenario that has none: what they do instead. */
import { findBalancer, type ResultFile, type ScenarioDocument } from "../../sim/index.ts";
import { shortName } from "../names.ts";

/** The sentence about one of them; `does` is what its definition says of itself. */
export function withoutQueueSentence(balancer: string, does: string): string {
  return `${shortName(balancer)} ${does}: it was made for a queue at its gateway, and there is none (gateways: {queue: …}).`;
}

/** Of every balancer of the catalogue that ran. */
export function withoutQueueNotes({ scenario, runs }: ResultFile): readonly string[] {
  if (hasQueue(scenario)) return [];
  const sentences = runs.flatMap(({ balancer, algorithm }) => {
    const does = findBalancer(algorithm)?.about.withoutQueue ?? "";
    return does === "" ? [] : [withoutQueueSentence(balancer, does)];
  });
  return [...new Set(sentences)];
}

function hasQueue(scenario: ScenarioDocument): boolean {
  const { queue } = (scenario["gateways"] ?? {}) as { readonly queue?: { readonly capacity?: unknown } };
  return queue !== undefined && queue.capacity !== 0;
}
