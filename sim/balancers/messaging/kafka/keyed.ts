/** Kafka's producer for records with a key. */
import {
  NONE,
  type Balancer,
  type BalancerContext,
  type BalancerDefinition,
  type ClusterView,
  type MessageView,
  type NodeId,
} from "../../contract.ts";
import type { Ns } from "../../../core/time.ts";
import { defineBalancer } from "../../define.ts";
import { murmur2 } from "../../shared/hash/murmur2.ts";
import { utf8 } from "../../shared/hash/utf8.ts";
import { KeyedPartitions } from "../keyed-partitions.ts";
import { PRODUCER_DEFAULTS, StickyPartitioner } from "./sticky-partitioner.ts";

/** `BuiltInPartitioner.partitionForKey`: the partition in [0, partitions) of a key's bytes. */
export function partitionForKey(key: Uint8Array, partitions: number): number {
  return (murmur2(key) & 0x7fffffff) % partitions;
}

/** Nodes stand for the partitions of one topic. */
export const kafkaKeyed: BalancerDefinition = defineBalancer(
  "kafka-keyed",
  {
    summary: "Kafka's default partitioner: the key's murmur2 hash modulo all partitions, available or not",
    how:
      "Hashes the key's bytes with murmur2, drops the sign and takes the partition at the remainder, of all that the topic has. A " +
      "partition without a leader keeps its keys: their messages are refused, or wait where the gateway has a queue. Records " +
      "without a key go as with kafka-adaptive.",
    source: "Apache Kafka 3.3 to 4.0, BuiltInPartitioner.partitionForKey; KIP-794 for records without a key.",
    fails:
      "A hot key's partition gets it all, and a lost leader stops its keys until there is another. Adding partitions moves keys, and " +
      "order per key is lost where they move.",
  },
  (context) => new KafkaKeyed(context),
);

class KafkaKeyed implements Balancer {
  readonly #keyed: KeyedPartitions;
  readonly #unkeyed: StickyPartitioner;

  constructor(context: BalancerContext) {
    this.#keyed = new KeyedPartitions(context.nodeCount, (text) => partitionForKey(utf8(text), context.nodeCount));
    this.#unkeyed = new StickyPartitioner(context, PRODUCER_DEFAULTS);
  }

  pick(view: ClusterView, message: MessageView): NodeId {
    if (view.count === 0) return NONE;
    // Only messages of key 0 may have no key: the others' text need not be made to know.
    const isKeyed = message.key !== 0 || message.keyText !== "";
    return isKeyed ? this.#keyed.pick(view, message) : this.#unkeyed.pick(view, message);
  }

  onSettle(partition: NodeId, latencyNs: Ns, ok: boolean, view: ClusterView): void {
    this.#unkeyed.onSettle(partition, latencyNs, ok, view);
  }

  onMembership(view: ClusterView): void {
    this.#keyed.onMembership(view);
    this.#unkeyed.onMembership(view);
  }
}
