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

// Columns of a node's row: what belongs to one node lies in one cache line.
const SINCE_NS = 0;
const AREA = 1;
const BUSY_AREA = 2;
const UP_NS = 3;
const ARRIVALS = 4;
const COMPLETED = 5;
const RESPONSE_NS = 6;
const RESPONSES = 7;
const ROW = 8;

export class NodeLoad {
  /** By node: the most messages it held. */
  readonly maxInSystem: Int32Array;
  /** By number of messages: node nanoseconds spent with exactly that many. */
  nsAt: Float64Array<ArrayBuffer> = new Float64Array(64);
  readonly #state: NodeState;
  readonly #clock: Clock;
  readonly #rows: Float64Array;

  constructor(state: NodeState, clock: Clock) {
    this.#state = state;
    this.#clock = clock;
    this.#rows = new Float64Array(state.count * ROW);
    this.maxInSystem = new Int32Array(state.count);
  }

  /** Nodes. */
  get count(): number {
    return this.#state.count;
  }

  /** A message has come to the node, whatever becomes of it there. */
  arrived(node: number): void {
    this.#rows[node * ROW + ARRIVALS]!++;
  }

  /** The node has served a message. */
  completedOne(node: number): void {
    this.#rows[node * ROW + COMPLETED]!++;
  }

  /** The producer of a message that the node served knows, so long after it published it. */
  responded(node: number, responseNs: Ns): void {
    const rows = this.#rows;
    rows[node * ROW + RESPONSE_NS]! += responseNs;
    rows[node * ROW + RESPONSES]!++;
  }

  /** Call before the node's state changes, and at the end of an interval. */
  touch(node: number): void {
    this.#touchAt(node, this.#clock.nowNs);
  }

  #touchAt(node: number, nowNs: Ns): void {
    const rows = this.#rows;
    const row = node * ROW;
    const elapsed = nowNs - rows[row + SINCE_NS]!;
    if (elapsed === 0) return;
    const inSystem = this.#state.inSystem[node]!;
    rows[row + SINCE_NS] = nowNs;
    rows[row + AREA]! += inSystem * elapsed;
    rows[row + BUSY_AREA]! += this.#state.busy[node]! * elapsed;
    rows[row + UP_NS]! += this.#state.up[node]! * elapsed;
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

  /** By node: integral of messages at the node, in message nanoseconds. A copy, as are the others. */
  get area(): Float64Array {
    return this.#column(AREA);
  }
  /** By node: messages that came to it. */
  get arrivals(): Float64Array {
    return this.#column(ARRIVALS);
  }
  /** By node: messages that it served. */
  get completed(): Float64Array {
    return this.#column(COMPLETED);
  }
  /** By node: sum and number of the response times of what it served. */
  get responseNs(): Float64Array {
    return this.#column(RESPONSE_NS);
  }
  get responses(): Float64Array {
    return this.#column(RESPONSES);
  }

  #column(column: number): Float64Array {
    const values = new Float64Array(this.#state.count);
    for (let node = 0; node < values.length; node++) values[node] = this.#rows[node * ROW + column]!;
    return values;
  }

  /** The integrals up to a time at or before the clock's. */
  totals(nowNs: Ns): NodeTotals {
    this.touchAll(nowNs);
    return {
      area: this.area,
      busyArea: this.#column(BUSY_AREA),
      upNs: this.#column(UP_NS),
      nsAt: this.nsAt.slice(),
    };
  }

  /** Forgets what was measured so far: the warm-up is over. */
  reset(nowNs: Ns): void {
    this.touchAll(nowNs);
    for (let row = 0; row < this.#rows.length; row += ROW) this.#rows.fill(0, row + AREA, row + RESPONSE_NS);
    this.nsAt.fill(0);
    this.maxInSystem.set(this.#state.inSystem);
  }
}
