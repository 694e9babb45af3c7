/** Kafka's built-in partitioner for records without a key: KIP-794, "strictly uniform sticky". */
import {
  NONE,
  type Balancer,
  type BalancerContext,
  type ClusterView,
  type MessageView,
  type NodeId,
} from "../../contract.ts";
import type { Random } from "../../../core/random.ts";
import type { Ns } from "../../../core/time.ts";
import { IdSet } from "../../shared/id-set.ts";
import { refill } from "../keyed-partitions.ts";
import { Accumulator } from "./accumulator.ts";

export interface StickySettings {
  readonly batchSizeBytes: number;
  readonly lingerNs: Ns;
  /** Whether the next partition is drawn by how many batches wait. */
  readonly adaptive: boolean;
  /** Partitions that could send nothing for longer are passed over; 0: never. */
  readonly availabilityTimeoutNs: Ns;
}

/** The producer's own defaults (4.0: linger.ms 5). */
export const PRODUCER_DEFAULTS: StickySettings = {
  batchSizeBytes: 16_384,
  lingerNs: 5e6,
  adaptive: true,
  availabilityTimeoutNs: 0,
};

export class StickyPartitioner implements Balancer {
  readonly #settings: StickySettings;
  readonly #random: Random;
  readonly #partitions: number;
  readonly #available: IdSet;
  readonly #accumulator: Accumulator;
  /** Scratch for a choice by load: partitions, and how many batches wait there. */
  readonly #ids: Int32Array;
  readonly #queues: Int32Array;
  #current: NodeId = NONE;
  /** Bytes appended to the current partition since it was chosen. */
  #producedBytes = 0;

  constructor({ nodeCount, random }: BalancerContext, settings: StickySettings) {
    this.#settings = settings;
    this.#random = random;
    this.#partitions = nodeCount;
    this.#available = new IdSet(nodeCount);
    this.#accumulator = new Accumulator(nodeCount, settings.batchSizeBytes, settings.lingerNs);
    this.#ids = new Int32Array(nodeCount);
    this.#queues = new Int32Array(nodeCount);
  }

  pick(view: ClusterView, { sizeBytes }: MessageView): NodeId {
    if (view.count === 0) return NONE;
    if (this.#current === NONE || !this.#available.has(this.#current)) this.#switch(view);
    // A switch that an incomplete batch put off is made up for now that the batch is complete (RecordAccumulator.append).
    else this.#switchWhenDue(view);
    const partition = this.#current;
    this.#producedBytes += this.#accumulator.append(partition, sizeBytes, view.nowNs);
    this.#switchWhenDue(view);
    return partition;
  }

  onSettle(partition: NodeId, _latencyNs: Ns, _ok: boolean, view: ClusterView): void {
    this.#accumulator.answer(partition, view.nowNs);
  }

  onMembership(view: ClusterView): void {
    refill(this.#available, view);
  }

  /** After `batch.size` bytes where the batch is complete, and after twice as many in any case. */
  #switchWhenDue(view: ClusterView): void {
    const { batchSizeBytes } = this.#settings;
    if (this.#producedBytes < batchSizeBytes) return;
    const isComplete = this.#accumulator.isComplete(this.#current, view.nowNs);
    if (isComplete || this.#producedBytes >= 2 * batchSizeBytes) this.#switch(view);
  }

  #switch(view: ClusterView): void {
    // Load counts only once every partition has been used.
    const byLoad = this.#settings.adaptive && this.#accumulator.used === this.#partitions;
    const chosen = byLoad ? this.#leastLoaded(view) : NONE;
    this.#current = chosen !== NONE ? chosen : view.candidates[this.#random.below(view.count)]!;
    this.#producedBytes = 0;
  }

  /**
   * Drawn with the weight `longest queue + 1 - own queue` (`BuiltInPartitioner.updatePartitionLoadStats`); NONE where all are
   * alike, or all are passed over. O(partitions), once in a batch, as in the producer.
   */
  #leastLoaded({ candidates, count, nowNs }: ClusterView): NodeId {
    const { availabilityTimeoutNs } = this.#settings;
    let [usable, longest, total] = [0, 0, 0];
    for (let i = 0; i < count; i++) {
      const partition = candidates[i]!;
      const stalledNs = this.#accumulator.stalledNs(partition, nowNs);
      if (availabilityTimeoutNs > 0 && stalledNs > availabilityTimeoutNs) continue;
      const waiting = this.#accumulator.waiting(partition);
      this.#ids[usable] = partition;
      this.#queues[usable++] = waiting;
      longest = Math.max(longest, waiting);
      total += waiting;
    }
    const allAlike = total === longest * usable;
    if (usable === 0 || (allAlike && usable === count)) return NONE;
    let draw = this.#random.below(usable * (longest + 1) - total);
    let place = 0;
    for (; draw >= longest + 1 - this.#queues[place]!; place++) draw -= longest + 1 - this.#queues[place]!;
    return this.#ids[place]!;
  }
}
