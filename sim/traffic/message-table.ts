/**
 * Messages in flight, struct of arrays. An id is a slot, reused after its message is settled; `epoch` tells a slot's
 * tenants (and one tenant's cancelled events) apart. Memory follows messages in flight, never messages produced.
 */
import { enlarged } from "../core/arrays.ts";

/** A slot of the table. */
export type MessageId = number;

/** No message. */
export const NO_MESSAGE = -1;

/** What became of a message. */
export const UNDECIDED = 0;
export const DELIVERED = 1;
export const LOST = 2;
const EMPTY = 3;

/** Where a message is: on a link or at a gateway, in a node's queue, with a node's worker. */
export const TRAVELLING = 0;
export const WAITING = 1;
export const SERVING = 2;

export class MessageTable {
  /** Messages in the table now. */
  length = 0;
  producer: Int32Array<ArrayBuffer> = new Int32Array(64);
  /** The account of the ledger that counts it. */
  account: Int32Array<ArrayBuffer> = new Int32Array(64);
  gateway: Int32Array<ArrayBuffer> = new Int32Array(64);
  /** Where it was sent; NONE before. */
  node: Int32Array<ArrayBuffer> = new Int32Array(64);
  /** Grows whenever an event that names this slot must no longer count. */
  epoch: Int32Array<ArrayBuffer> = new Int32Array(64);
  /** UNDECIDED, DELIVERED or LOST; EMPTY for a free slot. */
  fate: Uint8Array<ArrayBuffer> = new Uint8Array(64);
  /** TRAVELLING, WAITING or SERVING. */
  place: Uint8Array<ArrayBuffer> = new Uint8Array(64);
  /** Why it was lost: a CAUSE of the ledger. Meaningless before. */
  cause: Uint8Array<ArrayBuffer> = new Uint8Array(64);
  key: Float64Array<ArrayBuffer> = new Float64Array(64);
  /** Publication order over all producers, from 0. */
  sequence: Float64Array<ArrayBuffer> = new Float64Array(64);
  /** Service demand in nanoseconds at speed 1. */
  workNs: Float64Array<ArrayBuffer> = new Float64Array(64);
  sizeBytes: Float64Array<ArrayBuffer> = new Float64Array(64);
  publishedNs: Float64Array<ArrayBuffer> = new Float64Array(64);
  /** When the gateway sent it to its node. */
  sentNs: Float64Array<ArrayBuffer> = new Float64Array(64);
  enqueuedNs: Float64Array<ArrayBuffer> = new Float64Array(64);
  startedNs: Float64Array<ArrayBuffer> = new Float64Array(64);
  /** When its service ends, as far as is known now; after that, when it ended. */
  departureNs: Float64Array<ArrayBuffer> = new Float64Array(64);
  /** Messages that were left at its node when it departed. */
  leftInSystem: Int32Array<ArrayBuffer> = new Int32Array(64);
  /** Neighbours in the one list (of a queue or of the free slots) that the message is in. */
  following: Int32Array<ArrayBuffer> = new Int32Array(64);
  preceding: Int32Array<ArrayBuffer> = new Int32Array(64);

  #capacity = 0;
  #firstFree = NO_MESSAGE;

  constructor() {
    this.#chainFree(64);
  }

  /** A slot for a new message; its fields hold whatever the former tenant left. */
  add(): MessageId {
    if (this.#firstFree === NO_MESSAGE) this.#grow();
    const id = this.#firstFree;
    this.#firstFree = this.following[id]!;
    this.length++;
    this.fate[id] = UNDECIDED;
    return id;
  }

  remove(id: MessageId): void {
    this.fate[id] = EMPTY;
    this.epoch[id]!++;
    this.following[id] = this.#firstFree;
    this.#firstFree = id;
    this.length--;
  }

  /** Calls `visit` for every message in the table, by ascending id. For faults and the end of a run, not for events. */
  forEach(visit: (id: MessageId) => void): void {
    for (let id = 0; id < this.#capacity; id++) if (this.fate[id] !== EMPTY) visit(id);
  }

  #chainFree(capacity: number): void {
    for (let id = capacity - 1; id >= this.#capacity; id--) {
      this.fate[id] = EMPTY;
      this.following[id] = this.#firstFree;
      this.#firstFree = id;
    }
    this.#capacity = capacity;
  }

  #grow(): void {
    const capacity = this.#capacity * 2;
    for (const field of INT_FIELDS) this[field] = enlarged(this[field], capacity);
    for (const field of FLOAT_FIELDS) this[field] = enlarged(this[field], capacity);
    for (const field of FLAG_FIELDS) this[field] = enlarged(this[field], capacity);
    this.#chainFree(capacity);
  }
}

const INT_FIELDS = ["producer", "account", "gateway", "node", "epoch", "leftInSystem", "following", "preceding"] as const;
const FLOAT_FIELDS = [
  "key",
  "sequence",
  "workNs",
  "sizeBytes",
  "publishedNs",
  "sentNs",
  "enqueuedNs",
  "startedNs",
  "departureNs",
] as const;
const FLAG_FIELDS = ["fate", "place", "cause"] as const;
