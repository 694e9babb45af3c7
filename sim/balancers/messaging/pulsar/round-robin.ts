/** Pulsar's producers without keys. */
import type { BalancerDefinition } from "../../contract.ts";
import { defineBalancer } from "../../define.ts";
import { PulsarTurns } from "./turns.ts";

/** Nodes stand for partitions; keys do not count. */
export const pulsarRoundRobin: BalancerDefinition = defineBalancer(
  "pulsar-round-robin",
  {
    summary: "Pulsar's round-robin routing: with batching one partition per slice of time, else one per message",
    how:
      "With batching, time is cut into slices of the publish delay, and all messages of a slice go to one partition, the next slice's " +
      "to the next; the first one is drawn at random. Without batching every message takes the next partition.",
    source: "Apache Pulsar client: RoundRobinPartitionMessageRouterImpl.",
    fails:
      "With batching load is even only over many slices: bursts shorter than the publish delay hit one partition, and messages in step " +
      "with the slices always the same ones. Ignores weights and load.",
    parameters: {
      batching: { type: "boolean", default: true, help: "the producer's enableBatching" },
      publishDelaySeconds: {
        type: "number",
        min: 0.001,
        max: 60,
        default: 0.001,
        unit: "duration",
        logarithmic: true,
        help: "batchingMaxPublishDelay: how long a partition keeps the turn; whole milliseconds",
      },
    },
  },
  (context) => {
    const { batching, publishDelaySeconds } = context.parameters;
    return new PulsarTurns(context, batching, Math.max(1, Math.floor(publishDelaySeconds * 1000)));
  },
);
