/** Kafka's sticky partitioner as it comes: the next partition drawn by load. */
import type { BalancerDefinition } from "../../contract.ts";
import { defineBalancer } from "../../define.ts";
import { BATCH_SIZE_BYTES, LINGER_SECONDS } from "./parameters.ts";
import { StickyPartitioner } from "./sticky-partitioner.ts";

/** The producer's default for records without a key. Nodes stand for partitions, each with a leader of its own; keys do not count. */
export const kafkaAdaptive: BalancerDefinition = defineBalancer(
  "kafka-adaptive",
  {
    summary: "Kafka's adaptive partitioner: sticky, and the next partition drawn by how few batches wait for it",
    how:
      "As kafka-sticky, but once every partition has been used the next one is drawn with the weight `longest queue + 1 - own queue`, " +
      "where a queue is the producer's batches beyond the five in flight to the partition's leader. While all queues are alike every " +
      "partition is equally likely. Optionally, partitions to which nothing could be sent for a while are passed over.",
    source:
      "Apache Kafka 3.3 to 4.0, BuiltInPartitioner.java, partitioner.adaptive.partitioning.enable; KIP-794. A message stands for one " +
      "record, and a batch for as many as fill it or come within linger.ms.",
    fails:
      "Reacts only when batches already wait in the producer: a broker that is slow, but keeps up with five batches at a time, gets " +
      "as much as all others. Weights move with queues, so many producers move together.",
    parameters: {
      batchSizeBytes: BATCH_SIZE_BYTES,
      lingerSeconds: LINGER_SECONDS,
      availabilityTimeoutSeconds: {
        type: "number",
        min: 0,
        max: 3600,
        default: 0,
        unit: "duration",
        help: "partitioner.availability.timeout.ms: pass over partitions that could send nothing for longer; 0: never",
      },
    },
  },
  (context) =>
    new StickyPartitioner(context, {
      batchSizeBytes: context.parameters.batchSizeBytes,
      lingerNs: context.parameters.lingerSeconds * 1e9,
      adaptive: true,
      availabilityTimeoutNs: context.parameters.availabilityTimeoutSeconds * 1e9,
    }),
);
