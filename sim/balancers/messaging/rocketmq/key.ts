/** RocketMQ's ordered messages: a queue by the key's hash. */
import type { BalancerDefinition } from "../../contract.ts";
import { defineBalancer } from "../../define.ts";
import { javaStringHash } from "../../shared/hash/java-string.ts";
import { KeyedPartitions } from "../keyed-partitions.ts";

/** Nodes stand for the queues of one topic. */
export const rocketmqKey: BalancerDefinition = defineBalancer(
  "rocketmq-key",
  {
    summary: "RocketMQ's SelectMessageQueueByHash: the sharding key's Java hash modulo the queues",
    how:
      "Takes the remainder of the key's Java hash by the number of queues, without its sign, as the queue. A queue whose broker is " +
      "away keeps its keys: their messages are refused, or wait where the gateway has a queue.",
    source: "Apache RocketMQ 5, SelectMessageQueueByHash.java.",
    fails:
      "A hot key's queue gets it all. When a broker leaves the route its queues are no longer counted and keys move; here they are " +
      "counted always, as with ordered topics (orderTopicConf).",
  },
  // Java's remainder keeps the sign, so that the absolute value is taken after it and not before.
  ({ nodeCount }) => new KeyedPartitions(nodeCount, (text) => Math.abs(javaStringHash(text) % nodeCount)),
);
