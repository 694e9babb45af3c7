/** Kafka's RoundRobinPartitioner. */
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
import { Accumulator } from "./accumulator.ts";
import { BATCH_SIZE_BYTES, LINGER_SECONDS } from "./parameters.ts";

/** Nodes stand for partitions; keys do not count. */
export const kafkaRoundRobin: BalancerDefinition = defineBalancer(
  "kafka-round-robin",
  {
    summary: "Kafka's RoundRobinPartitioner: a counter over the available partitions, which new batches advance twice",
    how:
      "Takes the counter modulo the available partitions and adds one. Up to 3.9 the producer asks again when the record would open a " +
      "new batch, and uses the second answer (KAFKA-9965): with a batch per record every other partition gets nothing. The counter " +
      "starts at 0 in every producer.",
    source: "Apache Kafka 2.4 to 4.0, RoundRobinPartitioner.java, KafkaProducer.doSend; KAFKA-9965.",
    fails:
      "Up to 3.9, skips partitions at every new batch. Spreads records so thinly over partitions that batches stay small. " +
      "Producers that start together crowd the same partitions.",
    parameters: {
      version: {
        type: "choice",
        choices: ["2.4", "4.0"],
        default: "2.4",
        tuned: false,
        help: "2.4: to 3.9, a new batch takes another turn; 4.0: it does not",
      },
      batchSizeBytes: BATCH_SIZE_BYTES,
      lingerSeconds: LINGER_SECONDS,
    },
  },
  (context) => new KafkaRoundRobin(context, context.parameters),
);

interface Settings {
  readonly version: "2.4" | "4.0";
  readonly batchSizeBytes: number;
  readonly lingerSeconds: number;
}

class KafkaRoundRobin implements Balancer {
  readonly #asksTwice: boolean;
  readonly #accumulator: Accumulator;
  #counter = 0;

  constructor({ nodeCount }: BalancerContext, { version, batchSizeBytes, lingerSeconds }: Settings) {
    this.#asksTwice = version === "2.4";
    this.#accumulator = new Accumulator(nodeCount, batchSizeBytes, lingerSeconds * 1e9);
  }

  pick(view: ClusterView, { sizeBytes }: MessageView): NodeId {
    if (view.count === 0) return NONE;
    let partition = this.#turn(view);
    const opens = this.#accumulator.opensBatch(partition, sizeBytes, view.nowNs);
    if (this.#asksTwice && opens) partition = this.#turn(view);
    this.#accumulator.append(partition, sizeBytes, view.nowNs);
    return partition;
  }

  onSettle(partition: NodeId, _latencyNs: Ns, _ok: boolean, view: ClusterView): void {
    this.#accumulator.answer(partition, view.nowNs);
  }

  #turn({ candidates, count }: ClusterView): NodeId {
    return candidates[this.#counter++ % count]!;
  }
}
