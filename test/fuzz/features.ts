/**
 * Swarm testing (Groce et al., "Swarm Testing", 2012): the seed first decides which features are on at all, and then how
 * they are set. Scenarios with everything at once hide what some features do without the others.
 */
import type { Dice } from "./dice.ts";

const FEATURES = [
  "zones",
  "several-gateways",
  "gateway-queue",
  "keys",
  "closed",
  "deadline",
  "producer-timeout",
  "disciplines",
  "bounded-queues",
  "durable",
  "shedding",
  "memory",
  "contention",
  "servers",
  "latency",
  "bandwidth",
  "loss",
  "duplication",
  "ordered",
  "directions",
  "timeouts",
  "retries",
  "backoff",
  "budget",
  "hedging",
  "delivery",
  "redundancy",
  "health",
  "breaker",
  "limits",
  "concurrency",
  "throttling",
  "knowledge",
  "node-faults",
  "link-faults",
  "gateway-faults",
  "membership",
  "recurring",
] as const;

export type Feature = (typeof FEATURES)[number];
export type Swarm = ReadonlySet<Feature>;

/** Few features, some, or most of them. */
export function swarmOf(dice: Dice): Swarm {
  const share = dice.pick(0.1, 0.25, 0.5);
  return new Set(FEATURES.filter(() => dice.chance(share)));
}
