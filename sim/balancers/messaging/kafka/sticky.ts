/** Kafka's sticky partitioner, the next partition drawn blindly. */
import type { BalancerDefinition } from "../../contract.ts";
import { defineBalancer } from "../../define.ts";
import { BATCH_SIZE_BYTES, LINGER_SECONDS } from "./parameters.ts";
import { StickyPartitioner } from "./sticky-partitioner.ts";

/** With `partitioner.adaptive.partitioning.enable=false`. Nodes stand for partitions; keys do not count. */
export const kafkaSticky: BalancerDefinition = defineBalancer(
  "kafka-sticky",
  {
    summary: "Kafka's uniform sticky partitioner: one partition for a batch's worth of bytes, then another at random",
    how:
      "Stays with a partition until batch.size bytes were appended to it and its batch is complete, or twice as many in any case; then " +
      "draws any available partition, perhaps the same one. Where the partition's leader goes, the next one is drawn at once: the " +
      "real producer keeps those records until there is a leader.",
    source: "Apache Kafka 3.3 to 4.0, BuiltInPartitioner.java and RecordAccumulator.java; KIP-794.",
    fails:
      "Over a short time everything goes to one partition, the longer the smaller the messages. Knows nothing of slow brokers: " +
      "they get as much as all others. With few large batches partitions are filled as unevenly as chance has it.",
    parameters: { batchSizeBytes: BATCH_SIZE_BYTES, lingerSeconds: LINGER_SECONDS },
  },
  (context) =>
    new StickyPartitioner(context, {
      batchSizeBytes: context.parameters.batchSizeBytes,
      lingerNs: context.parameters.lingerSeconds * 1e9,
      adaptive: false,
      availabilityTimeoutNs: 0,
    }),
);
