/** The turns that Pulsar's producers take over a topic's partitions. */
import { NONE, type BalancerContext, type ClusterView, type NodeId } from "../../contract.ts";

/**
 * With batching a partition keeps the turn for one publish delay of calendar time, so that batches fill: partition
 * `floor(ms / delay) + start` modulo their number; without, a counter. `start` is random.
 */
export class PulsarTurns {
  readonly #startEpochMs: number;
  readonly #start: number;
  readonly #batching: boolean;
  readonly #delayMs: number;
  #sent = 0;

  constructor({ random, nodeCount, startEpochMs }: BalancerContext, batching: boolean, delayMs: number) {
    this.#startEpochMs = startEpochMs;
    this.#start = nodeCount === 0 ? 0 : random.below(nodeCount);
    this.#batching = batching;
    this.#delayMs = delayMs;
  }

  /** Counts partitions that are available; the client itself knows the number of partitions only. */
  pick({ nowNs, candidates, count }: ClusterView): NodeId {
    if (count === 0) return NONE;
    const turn = this.#batching ? Math.floor(this.#milliseconds(nowNs) / this.#delayMs) : this.#sent++;
    return candidates[(turn + this.#start) % count]!;
  }

  #milliseconds(nowNs: number): number {
    return this.#startEpochMs + Math.floor(nowNs / 1e6);
  }
}
