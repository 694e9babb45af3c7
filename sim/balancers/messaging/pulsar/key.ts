/** Pulsar's producers: which partition of a topic gets a message with a key. */
import {
  NONE,
  type Balancer,
  type BalancerContext,
  type BalancerDefinition,
  type ClusterView,
  type MessageView,
  type NodeId,
} from "../../contract.ts";
import { defineBalancer } from "../../define.ts";
import { javaStringHash } from "../../shared/hash/java-string.ts";
import { murmur3 } from "../../shared/hash/murmur3.ts";
import { utf8 } from "../../shared/hash/utf8.ts";
import { KeyedPartitions } from "../keyed-partitions.ts";
import { PulsarTurns } from "./turns.ts";

/** Both of Pulsar's hashes lose their sign. */
const POSITIVE = 0x7fffffff;

/** Nodes stand for partitions. */
export const pulsarKey: BalancerDefinition = defineBalancer(
  "pulsar-key",
  {
    summary: "Pulsar's producer: the key's hash modulo the partitions, available or not",
    how:
      "Hashes the key as Java does, or with MurmurHash3, drops the sign and takes the partition at the remainder. A partition whose " +
      "broker is away keeps its keys. Messages without a key go as with pulsar-round-robin.",
    source: "Apache Pulsar client: RoundRobinPartitionMessageRouterImpl, JavaStringHash, Murmur3Hash32.",
    fails:
      "Java's hash of texts that differ in their last characters only are neighbours, so few keys may miss partitions. Another number " +
      "of partitions moves most keys. A hot key's partition gets it all.",
    parameters: {
      hashingScheme: {
        type: "choice",
        choices: ["java-string-hash", "murmur3-32"],
        default: "java-string-hash",
        help: "the producer's hashingScheme",
      },
    },
  },
  (context) => new PulsarKey(context, context.parameters.hashingScheme === "murmur3-32"),
);

class PulsarKey implements Balancer {
  readonly #keyed: KeyedPartitions;
  readonly #unkeyed: PulsarTurns;

  constructor(context: BalancerContext, murmur: boolean) {
    const hash = (text: string): number => (murmur ? murmur3(utf8(text)) : javaStringHash(text)) & POSITIVE;
    this.#keyed = new KeyedPartitions(context.nodeCount, (text) => hash(text) % context.nodeCount);
    this.#unkeyed = new PulsarTurns(context, true, PUBLISH_DELAY_MS);
  }

  pick(view: ClusterView, message: MessageView): NodeId {
    if (view.count === 0) return NONE;
    // Only messages of key 0 may have no key: the others' text need not be made to know.
    const isKeyed = message.key !== 0 || message.keyText !== "";
    return isKeyed ? this.#keyed.pick(view, message) : this.#unkeyed.pick(view);
  }

  onMembership(view: ClusterView): void {
    this.#keyed.onMembership(view);
  }
}

/** The client's default batchingMaxPublishDelay. */
const PUBLISH_DELAY_MS = 1;
