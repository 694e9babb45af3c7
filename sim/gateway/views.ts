/** The objects that a gateway's balancer sees, updated in place: one view and one message cursor per gateway. */
import {
  NONE,
  type ClusterTruth,
  type ClusterView,
  type MessageView,
  type NodeId,
  type ReplyView,
  type TryOutcome,
} from "../balancers/contract.ts";
import type { ChangeJournal } from "../core/change-journal.ts";
import type { Ns } from "../core/time.ts";
import type { Cluster } from "../cluster/cluster.ts";
import type { Membership } from "./membership.ts";

export class GatewayView implements ClusterView {
  nowNs: Ns = 0;
  count: number;
  waiting = 0;
  membershipEpoch = 0;
  readonly candidates: Int32Array;
  readonly nodeCount: number;
  readonly inFlight: Int32Array;
  readonly weight: Float64Array;
  readonly truth: ClusterTruth | null;

  constructor(membership: Membership, weight: Float64Array, truth: ClusterTruth | null) {
    this.count = membership.count;
    this.candidates = membership.candidates;
    this.nodeCount = weight.length;
    this.inFlight = new Int32Array(weight.length);
    this.weight = weight;
    this.truth = truth;
  }

  refresh(membership: Membership): void {
    this.count = membership.count;
    this.membershipEpoch = membership.epoch;
  }
}

export class MessageCursor implements MessageView {
  key = 0;
  /** Whether the message's producer has keys. */
  keyed = false;
  sizeBytes = 0;
  priority = 0;
  tries: readonly NodeId[] = [];
  readonly #address = new Uint8Array(4);

  /** `key-17`, as recordings of real servers have it. */
  get keyText(): string {
    return this.keyed ? `key-${this.key}` : "";
  }

  /** An address of 10.0.0.0/8 that belongs to the key. */
  get clientAddress(): Uint8Array {
    const host = this.key % 0x1000000;
    this.#address[0] = 10;
    this.#address[1] = host >>> 16;
    this.#address[2] = host >>> 8;
    this.#address[3] = host;
    return this.#address;
  }

  get attempt(): number {
    return this.tries.length;
  }

  get previous(): NodeId {
    return this.tries.at(-1) ?? NONE;
  }

  tried(node: NodeId): boolean {
    return this.tries.includes(node);
  }
}

/** The reply that is being settled. */
export class ReplyCursor implements ReplyView {
  outcome: TryOutcome = "ok";
  attempt = 0;
  inSystem = 0;
  serviceNs: Ns = 0;
}

/** Global truth as a balancer may read it. */
export class Truth implements ClusterTruth {
  readonly inSystem: Int32Array;
  readonly speed: Float64Array;
  readonly workers: Int32Array;
  readonly changes: ChangeJournal;
  readonly #cluster: Cluster;

  /** Throws where the cluster keeps no journal of changes. */
  constructor(cluster: Cluster) {
    if (cluster.changes === null) throw new Error("global truth needs a cluster that is watched");
    this.changes = cluster.changes;
    this.inSystem = cluster.inSystem;
    this.speed = cluster.speed;
    this.workers = cluster.workers;
    this.#cluster = cluster;
  }

  workLeftSeconds(node: number): number {
    return this.#cluster.workLeftSeconds(node);
  }
}
