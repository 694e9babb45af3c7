/** The objects that a gateway's balancer sees, updated in place: one view and one message cursor per gateway. */
import type { ClusterTruth, ClusterView, MessageView } from "../balancers/contract.ts";
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
  attempt = 0;
  sizeBytes = 0;
  priority = 0;
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
