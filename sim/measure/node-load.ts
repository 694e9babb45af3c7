/** What nodes carry, as the recorder reads it. The cluster keeps it, a row per node; arrays here are copies, by node. */
import type { Ns } from "../core/time.ts";

/** The integrals of measured time, copied when it ended. */
export interface NodeTotals {
  readonly area: Float64Array;
  readonly busyArea: Float64Array;
  readonly upNs: Float64Array;
  readonly nsAt: Float64Array;
  /** By node: worker nanoseconds of services that answered nobody. */
  readonly wastedNs: Float64Array;
  readonly tally: TurnedAway;
}

/** By node: messages that it turned away by a rule of its own. */
export interface TurnedAway {
  /** Dropped by controlled delay, or without a token. */
  readonly shed: Float64Array;
  /** Their deadline had passed. */
  readonly expired: Float64Array;
  /** Answered with an error. */
  readonly errors: Float64Array;
}

/** Whoever knows the time. */
export interface Clock {
  readonly nowNs: Ns;
}

export interface NodeLoad {
  /** Nodes. */
  readonly count: number;
  /** Integral of messages at the node, in message nanoseconds, up to the last `touchAll`. */
  readonly area: Float64Array;
  /** Messages that came to the node, whatever became of them there. */
  readonly arrivals: Float64Array;
  /** Messages that it served. */
  readonly completed: Float64Array;
  /** Sum and number of the response times of what it served. */
  readonly responseNs: Float64Array;
  readonly responses: Float64Array;
  /** The most messages it held. */
  readonly maxInSystem: Int32Array;
  /** Brings all integrals to a time that may lie before the clock's, since an interval ended there. */
  touchAll(nowNs: Ns): void;
  /** The producer of a message that the node served knows, so long after it published it. */
  responded(node: number, responseNs: Ns): void;
  /** The integrals up to a time at or before the clock's. */
  totals(nowNs: Ns): NodeTotals;
  /** Forgets what was measured so far: the warm-up is over. */
  reset(nowNs: Ns): void;
}
