/**
 * What nodes carry, integrated over time: messages at each node, busy workers, up time, and how long nodes held 0, 1, 2, …
 * messages. Every change of a node's state is preceded by `touch`, which adds the time since the last one.
 */
import type { Ns } from "../core/time.ts";
import { enlarged } from "../core/arrays.ts";

/** What the cluster is now; owned by the cluster, read here. */
export interface NodeState {
  readonly count: number;
  /** By node: messages waiting or in service. */
  readonly inSystem: Int32Array;
  /** By node: workers that serve. */
  readonly busy: Int32Array;
  readonly up: Uint8Array;
}

/** The integrals of measured time, copied when it ended. */
export interface NodeTotals {
  readonly area: Float64Array;
  readonly busyArea: Float64Array;
  readonly upNs: Float64Array;
  readonly nsAt: Float64Array;
}

/** Whoever knows the time. */
export interface Clock {
  readonly nowNs: Ns;
}

export class NodeLoad {
  readonly #state: NodeState;
  readonly #clock: Clock;
  readonly #sinceNs: Float64Array;
  /** By node: integral of messages at the node, in message nanoseconds. */
  readonly area: Float64Array;
  /** By node: integral of busy workers. */
  readonly busyArea: Float64Array;
  readonly upNs: Float64Array;
  readonly arrivals: Float64Array;
  readonly completed: Float64Array;
  readonly maxInSystem: Int32Array;
  /** By number of messages: node nanoseconds spent with exactly that many. */
  nsAt: Float64Array<ArrayBuffer> = new Float64Array(64);

  constructor(state: NodeState, clock: Clock) {
    this.#state = state;
    this.#clock = clock;
    const n = state.count;
    this.#sinceNs = new Float64Array(n);
    this.area = new Float64Array(n);
    this.busyArea = new Float64Array(n);
    this.upNs = new Float64Array(n);
    this.arrivals = new Float64Array(n);
    this.completed = new Float64Array(n);
    this.maxInSystem = new Int32Array(n);
  }

  /** Call before the node's state changes, and at the end of an interval. */
  touch(node: number): void {
    this.#touchAt(node, this.#clock.nowNs);
  }

  #touchAt(node: number, nowNs: Ns): void {
    const elapsed = nowNs - this.#sinceNs[node]!;
    if (elapsed === 0) return;
    this.#sinceNs[node] = nowNs;
    const inSystem = this.#state.inSystem[node]!;
    this.area[node]! += inSystem * elapsed;
    this.busyArea[node]! += this.#state.busy[node]! * elapsed;
    this.upNs[node]! += this.#state.up[node]! * elapsed;
    if (inSystem >= this.nsAt.length) this.nsAt = enlarged(this.nsAt, 2 * inSystem);
    this.nsAt[inSystem]! += elapsed;
  }

  /** At a time that may lie before the clock's, since an interval ended there. */
  touchAll(nowNs: Ns): void {
    for (let node = 0; node < this.#state.count; node++) this.#touchAt(node, nowNs);
  }

  /** The node now holds this many messages. */
  raised(node: number, inSystem: number): void {
    if (inSystem > this.maxInSystem[node]!) this.maxInSystem[node] = inSystem;
  }

  /** The integrals up to a time at or before the clock's. */
  totals(nowNs: Ns): NodeTotals {
    this.touchAll(nowNs);
    return {
      area: this.area.slice(),
      busyArea: this.busyArea.slice(),
      upNs: this.upNs.slice(),
      nsAt: this.nsAt.slice(),
    };
  }

  /** Forgets what was measured so far: the warm-up is over. */
  reset(nowNs: Ns): void {
    this.touchAll(nowNs);
    for (const sums of [this.area, this.busyArea, this.upNs, this.arrivals, this.completed, this.nsAt]) sums.fill(0);
    this.maxInSystem.set(this.#state.inSystem);
  }
}
