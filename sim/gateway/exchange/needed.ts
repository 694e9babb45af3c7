/** Whether a scenario needs the exchange: a message that has one try at a time, and loses none, goes a shorter way. */
import type { FaultSpec, GatewaysSpec, LinkRule, RetrySpec, Scenario } from "../../scenario.ts";

/** Failures that the short way can meet. */
const IMMEDIATE = ["refused", "rejected", "broken", "error"] as const;
const LINK_FAULTS: readonly string[] = ["partition", "clog", "loss", "duplicate"];

export function needsExchange({ gateways, traffic, network, faults }: Scenario): boolean {
  return (
    sendsSeveral(gateways) ||
    traffic.some(({ timeoutNs }) => timeoutNs !== undefined) ||
    network.rules.some(isUnreliable) ||
    faults.some(concernsMessages)
  );
}

function sendsSeveral({ redundancy, timeouts, hedging, delivery, retries }: GatewaysSpec): boolean {
  if (redundancy !== undefined || timeouts !== undefined || hedging !== undefined) return true;
  if (delivery !== undefined && delivery.kind !== "at-least-once") return true;
  return retries !== undefined && !isImmediate(retries);
}

function isImmediate({ on, backoff, to, budget }: RetrySpec): boolean {
  return (
    backoff.kind === "none" && to === "any" && budget === undefined && IMMEDIATE.every((kind) => on.includes(kind))
  );
}

function isUnreliable({ loss, duplication = 0 }: LinkRule): boolean {
  return loss !== undefined || duplication > 0;
}

function concernsMessages(fault: FaultSpec): boolean {
  return (fault.gateways ?? []).length > 0 || LINK_FAULTS.includes(fault.kind);
}
