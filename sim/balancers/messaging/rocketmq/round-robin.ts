/** RocketMQ's producers: queues in turn, round brokers that failed. */
import {
  NONE,
  type Balancer,
  type BalancerContext,
  type BalancerDefinition,
  type ClusterView,
  type MessageView,
  type NodeId,
  type ReplyView,
} from "../../contract.ts";
import type { Ns } from "../../../core/time.ts";
import { defineBalancer } from "../../define.ts";

/** `MQFaultStrategy`: from this latency on, in milliseconds, a broker is avoided for as many of the others. */
const LATENCY_MS = [50, 100, 550, 1800, 3000, 5000, 15_000] as const;
const AVOIDED_MS = [0, 0, 2000, 5000, 6000, 10_000, 30_000] as const;
/** A send that failed counts as one that took so long. */
const FAILURE_MS = 10_000;

/** Nodes stand for queues, each on a broker of its own; keys do not count. */
export const rocketmqRoundRobin: BalancerDefinition = defineBalancer(
  "rocketmq-round-robin",
  {
    summary:
      "RocketMQ's producer: queues in turn from a random start, avoiding the broker of the last failure or slow ones",
    how:
      "A counter that starts at a random place takes the queues in turn; a retry passes over the broker where the last try failed. With " +
      "sendLatencyFaultEnable every answer's latency is looked up in a table (from 550 ms on, 2 s to 30 s), and the broker is passed " +
      "over for that long; a failure counts as 10 s of latency.",
    source: "Apache RocketMQ 5, MQFaultStrategy.java, LatencyFaultToleranceImpl.java, TopicPublishInfo.java.",
    fails:
      "By default knows nothing of slow brokers. With latency faults the table is fixed: below 550 ms nothing is slow, and where all are " +
      "slow all are avoided and taken in turn again.",
    parameters: {
      sendLatencyFault: {
        type: "boolean",
        default: false,
        help: "sendLatencyFaultEnable: avoid brokers for a time that their last latency decides",
      },
    },
  },
  (context) => new RocketmqRoundRobin(context, context.parameters.sendLatencyFault),
);

class RocketmqRoundRobin implements Balancer {
  readonly #sendLatencyFault: boolean;
  #counter: number;
  /** By NodeId: until when it is avoided. */
  readonly #avoidedUntilNs: Float64Array;

  constructor({ nodeCount, random }: BalancerContext, sendLatencyFault: boolean) {
    this.#sendLatencyFault = sendLatencyFault;
    this.#counter = random.u32();
    this.#avoidedUntilNs = new Float64Array(nodeCount);
  }

  pick(view: ClusterView, message: MessageView): NodeId {
    const failed = message.attempt > 0 ? message.previous : NONE;
    for (let i = 0; i < view.count; i++) {
      const queue = this.#turn(view);
      if (queue !== failed && !this.#isAvoided(queue, view.nowNs)) return queue;
    }
    return view.count === 0 ? NONE : this.#turn(view);
  }

  onSettle(node: NodeId, latencyNs: Ns, _ok: boolean, view: ClusterView, reply: ReplyView): void {
    if (!this.#sendLatencyFault || reply.outcome === "cancelled") return;
    const untilNs = view.nowNs + avoidanceNs(reply.outcome === "ok" ? latencyNs / 1e6 : FAILURE_MS);
    // A broker that answers well is back at once only where its time was over anyway.
    if (untilNs > view.nowNs) this.#avoidedUntilNs[node] = Math.max(untilNs, this.#avoidedUntilNs[node]!);
  }

  #turn({ candidates, count }: ClusterView): NodeId {
    return candidates[this.#counter++ % count]!;
  }

  #isAvoided(queue: NodeId, nowNs: Ns): boolean {
    return nowNs < this.#avoidedUntilNs[queue]!;
  }
}

/** For how long a broker that took so long is avoided. */
function avoidanceNs(latencyMs: number): Ns {
  const place = LATENCY_MS.filter((limit) => latencyMs >= limit).length - 1;
  return place < 0 ? 0 : AVOIDED_MS[place]! * 1e6;
}
