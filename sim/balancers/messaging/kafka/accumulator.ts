/** A Kafka producer's accumulator, as far as its partitioners look at it: batches that fill, wait and are sent. */
import type { NodeId } from "../../contract.ts";
import type { Ns } from "../../../core/time.ts";

/** `RecordBatch` headers, and about what a record adds to key, value and headers (`DefaultRecord`). */
const BATCH_OVERHEAD_BYTES = 61;
const RECORD_OVERHEAD_BYTES = 8;

/** `max.in.flight.requests.per.connection`: batches that a partition's leader has not answered yet. */
const MOST_IN_FLIGHT = 5;

/**
 * A batch is complete when the next record does not fit, or when `linger.ms` is over and a request may be sent; the next record
 * then opens another one. A message stands for one record; the batches of a partition are answered in their order.
 */
export class Accumulator {
  readonly #batchBytes: number;
  readonly #lingerNs: Ns;
  /** By partition: bytes of its last batch, and when that was opened. */
  readonly #bytes: Float64Array;
  readonly #openedNs: Float64Array;
  /** By partition: records not yet answered of each batch, oldest first; undefined where none was ever opened. */
  readonly #unanswered: (number[] | undefined)[];
  /** By partition: when a batch could last be sent. */
  readonly #drainedNs: Float64Array;
  #used = 0;

  constructor(partitions: number, batchBytes: number, lingerNs: Ns) {
    this.#batchBytes = batchBytes;
    this.#lingerNs = lingerNs;
    this.#bytes = new Float64Array(partitions);
    this.#openedNs = new Float64Array(partitions).fill(-Infinity);
    this.#unanswered = Array.from({ length: partitions });
    this.#drainedNs = new Float64Array(partitions);
  }

  /** How many partitions have been used. */
  get used(): number {
    return this.#used;
  }

  /** Whether the next record of this size would open a batch. */
  opensBatch(partition: NodeId, sizeBytes: number, nowNs: Ns): boolean {
    const needed = sizeBytes + RECORD_OVERHEAD_BYTES;
    return this.isComplete(partition, nowNs) || this.#bytes[partition]! + needed > this.#batchBytes;
  }

  /** Whether no batch of the partition is still being filled. */
  isComplete(partition: NodeId, nowNs: Ns): boolean {
    if (this.#bytes[partition]! >= this.#batchBytes) return true;
    const batches = this.#unanswered[partition]?.length ?? 0;
    return nowNs >= this.#openedNs[partition]! + this.#lingerNs && batches <= MOST_IN_FLIGHT;
  }

  /** Appends a record; how many bytes that took. */
  append(partition: NodeId, sizeBytes: number, nowNs: Ns): number {
    const opens = this.opensBatch(partition, sizeBytes, nowNs);
    const batches = (this.#unanswered[partition] ??= this.#firstUse());
    if (opens) this.#open(partition, batches, nowNs);
    else if (batches.length === 0) batches.push(0);
    const added = sizeBytes + RECORD_OVERHEAD_BYTES + (opens ? BATCH_OVERHEAD_BYTES : 0);
    this.#bytes[partition]! += added;
    batches[batches.length - 1]!++;
    return added;
  }

  /** A record of the partition was answered. */
  answer(partition: NodeId, nowNs: Ns): void {
    const batches = this.#unanswered[partition];
    if (batches === undefined || batches.length === 0) return;
    batches[0]!--;
    if (batches[0]! > 0) return;
    batches.shift();
    this.#drainedNs[partition] = nowNs;
  }

  /** Batches that wait to be sent. */
  waiting(partition: NodeId): number {
    return Math.max(0, (this.#unanswered[partition]?.length ?? 0) - MOST_IN_FLIGHT);
  }

  /** For how long batches have been waiting while none could be sent; 0 where none waits. */
  stalledNs(partition: NodeId, nowNs: Ns): Ns {
    return this.waiting(partition) === 0 ? 0 : nowNs - this.#drainedNs[partition]!;
  }

  #open(partition: NodeId, batches: number[], nowNs: Ns): void {
    batches.push(0);
    this.#bytes[partition] = 0;
    this.#openedNs[partition] = nowNs;
    if (batches.length <= MOST_IN_FLIGHT) this.#drainedNs[partition] = nowNs;
  }

  #firstUse(): number[] {
    this.#used++;
    return [];
  }
}
