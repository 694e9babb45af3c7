/** The cluster as balancers see it: a view per gateway, updated in place, and global truth for those that ask for it. */
import type { ClusterTruth, ClusterView } from "../balancers/contract.ts";
import type { ChangeJournal } from "../core/change-journal.ts";
import type { Ns } from "../core/time.ts";
import type { Cluster } from "../cluster/cluster.ts";
import type { ClusterWatch } from "../cluster/watch.ts";
import type { Clock } from "../measure/node-load.ts";
import type { Membership } from "./membership.ts";

export class GatewayView implements ClusterView {
  count: number;
  waiting = 0;
  membershipEpoch = 0;
  readonly candidates: Int32Array;
  readonly nodeCount: number;
  readonly inFlight: Int32Array;
  readonly degraded: Uint8Array;
  readonly weight: Float64Array;
  readonly truth: ClusterTruth | null;
  readonly #clock: Clock;

  constructor(membership: Membership, weight: Float64Array, truth: ClusterTruth | null, clock: Clock) {
    this.count = membership.count;
    this.candidates = membership.candidates;
    this.nodeCount = weight.length;
    this.inFlight = new Int32Array(weight.length);
    this.degraded = membership.degraded;
    this.weight = weight;
    this.truth = truth;
    this.#clock = clock;
  }

  get nowNs(): Ns {
    return this.#clock.nowNs;
  }

  refresh(membership: Membership): void {
    this.count = membership.count;
    this.membershipEpoch = membership.epoch;
  }
}

/** Global truth as a balancer may read it. */
export class Truth implements ClusterTruth {
  readonly inSystem: Int32Array;
  readonly speed: Float64Array;
  readonly workers: Int32Array;
  readonly changes: ChangeJournal;
  readonly #watch: ClusterWatch;
  readonly #clock: Clock;

  /** Throws where the cluster keeps no journal of changes. */
  constructor({ watch }: Cluster, clock: Clock) {
    if (watch === null) throw new Error("global truth needs a cluster that is watched");
    this.changes = watch.changes;
    this.inSystem = watch.inSystem;
    this.speed = watch.speed;
    this.workers = watch.workers;
    this.#watch = watch;
    this.#clock = clock;
  }

  workLeftSeconds(node: number): number {
    return this.#watch.workLeftSeconds(node, this.#clock.nowNs);
  }
}
