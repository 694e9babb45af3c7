/** RabbitMQ's super streams: which stream a client publishes to. */
import type { BalancerDefinition } from "../../contract.ts";
import { defineBalancer } from "../../define.ts";
import { murmur3 } from "../../shared/hash/murmur3.ts";
import { utf8 } from "../../shared/hash/utf8.ts";
import { KeyedPartitions } from "../keyed-partitions.ts";

/** That of all stream clients, so that they agree. */
const SEED = 104729;

/** Nodes stand for the streams of one super stream, in their binding order (x-stream-partition-order). */
export const rabbitmqSuperStream: BalancerDefinition = defineBalancer(
  "rabbitmq-super-stream",
  {
    summary: "RabbitMQ's super streams: the stream client hashes the routing key over all partitions",
    how:
      "The client, not the broker, hashes the routing key with MurmurHash3 (seed 104729) and takes the partition at the remainder, " +
      "in the partitions' order. A partition without a leader keeps its keys: they are not sent until it has one again.",
    source: "The RabbitMQ stream clients' hash routing strategy (Java, Go, .NET), RabbitMQ 3.11 and later.",
    fails:
      "Adding partitions moves keys, so their number is fixed for good. An AMQP publisher to the same exchange routes otherwise. " +
      "A hot key's stream gets it all.",
  },
  ({ nodeCount }) => new KeyedPartitions(nodeCount, (text) => murmur3(utf8(text), SEED) % nodeCount),
);
