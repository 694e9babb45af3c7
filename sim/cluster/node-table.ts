/**
 * The nodes' state and what it integrates to over time, a row of 128 bytes per node: messages at it, busy workers, up time,
 * and how long nodes held 0, 1, 2, … messages. Every change of a node's state is preceded by `touch`, which adds the time
 * since the last one.
 */
import { enlarged } from "../core/arrays.ts";
import type { Ns } from "../core/time.ts";
import type { Clock, NodeLoad, NodeTotals } from "../measure/node-load.ts";
import type { NodeSpec } from "../scenario.ts";
import { isShared } from "./disciplines.ts";

/** Columns of whole numbers: `whole[(node << 5) | IN_SYSTEM]`. */
export const WHOLE = {
  /** Messages waiting or in service. */
  IN_SYSTEM: 0,
  /** Workers that serve. */
  BUSY: 1,
  WORKERS: 2,
  /** So many messages at most; 0 while the node is down. */
  ROOM: 3,
  UP: 4,
  /** Whether its workers have more messages begun than they serve. */
  SHARED: 5,
  MAX_IN_SYSTEM: 6,
} as const;

/** Columns of doubles: `real[(node << 4) | SPEED]`. They lie behind the columns of whole numbers. */
export const REAL = {
  /** Up to when UP_NS goes. */
  UP_SINCE_NS: 6,
  /** Present speed: the configured one over the slow faults' factors. */
  SPEED: 7,
  /** Up to when AREA and BUSY_AREA go. */
  SINCE_NS: 8,
  /** Integrals over time: of messages at the node, of busy workers, of being up. */
  AREA: 9,
  BUSY_AREA: 10,
  UP_NS: 11,
  ARRIVALS: 12,
  COMPLETED: 13,
  /** Sum and number of the response times of what it served. */
  RESPONSE_NS: 14,
  RESPONSES: 15,
} as const;

const { BUSY, IN_SYSTEM, MAX_IN_SYSTEM, ROOM, SHARED, UP, WORKERS } = WHOLE;
const { AREA, ARRIVALS, BUSY_AREA, COMPLETED, RESPONSE_NS, RESPONSES, SINCE_NS, SPEED, UP_NS, UP_SINCE_NS } = REAL;
/** More messages than any machine holds. */
const NO_LIMIT = 0x7fffffff;

export class NodeTable implements NodeLoad {
  readonly count: number;
  /** Two views of the same rows. */
  readonly whole: Int32Array;
  readonly real: Float64Array;
  /** By number of messages: node nanoseconds spent with exactly that many. */
  nsAt: Float64Array<ArrayBuffer> = new Float64Array(64);
  /** By node: worker nanoseconds of services that answered nobody. */
  readonly #wastedNs: Float64Array<ArrayBuffer>;
  readonly #clock: Clock;
  /** By node: what ROOM is while the node is up. */
  readonly #room: Int32Array;
  /** When the integrals began. */
  #measuredFromNs: Ns = 0;

  constructor(nodes: readonly NodeSpec[], clock: Clock) {
    this.count = nodes.length;
    this.whole = new Int32Array(nodes.length << 5);
    this.real = new Float64Array(this.whole.buffer);
    this.#wastedNs = new Float64Array(nodes.length);
    this.#clock = clock;
    this.#room = Int32Array.from(nodes, (node) => Math.min(NO_LIMIT, node.workers + node.queueCapacity));
    nodes.forEach((spec, node) => {
      this.whole[(node << 5) | WORKERS] = spec.workers;
      this.whole[(node << 5) | SHARED] = isShared(spec.discipline) ? 1 : 0;
      this.real[(node << 4) | SPEED] = spec.speed;
      this.setUp(node, true);
    });
  }

  setUp(node: number, up: boolean): void {
    this.#touchUp(node, this.#clock.nowNs);
    this.whole[(node << 5) | UP] = up ? 1 : 0;
    this.whole[(node << 5) | ROOM] = up ? this.#room[node]! : 0;
  }

  /** Call before the node's state changes, and at the end of an interval. */
  touch(node: number, nowNs: Ns = this.#clock.nowNs): void {
    const { real, whole, nsAt } = this;
    const at = node << 4;
    const row = node << 5;
    const inSystem = whole[row | IN_SYSTEM]!;
    const elapsed = nowNs - real[at | SINCE_NS]!;
    real[at | SINCE_NS] = nowNs;
    real[at | AREA]! += inSystem * elapsed;
    real[at | BUSY_AREA]! += whole[row | BUSY]! * elapsed;
    if (inSystem < nsAt.length) nsAt[inSystem]! += elapsed;
    else this.#deepen(inSystem, elapsed);
  }

  #deepen(inSystem: number, elapsed: Ns): void {
    this.nsAt = enlarged(this.nsAt, 2 * inSystem);
    this.nsAt[inSystem] = elapsed;
  }

  touchAll(nowNs: Ns): void {
    for (let node = 0; node < this.count; node++) {
      this.touch(node, nowNs);
      this.#touchUp(node, nowNs);
    }
  }

  #touchUp(node: number, nowNs: Ns): void {
    const { real } = this;
    const at = node << 4;
    real[at | UP_NS]! += this.whole[(node << 5) | UP]! * (nowNs - real[at | UP_SINCE_NS]!);
    real[at | UP_SINCE_NS] = nowNs;
  }

  /** A message comes to the node. Returns how many are there now; 0 where there was no room for it. */
  enter(node: number): number {
    const { whole } = this;
    const row = node << 5;
    const inSystem = whole[row | IN_SYSTEM]! + 1;
    if (inSystem > whole[row | ROOM]!) return 0;
    this.touch(node);
    whole[row | IN_SYSTEM] = inSystem;
    if (inSystem > whole[row | MAX_IN_SYSTEM]!) whole[row | MAX_IN_SYSTEM] = inSystem;
    return inSystem;
  }

  /** A message leaves the node. Returns how many are left. */
  leave(node: number): number {
    this.touch(node);
    return --this.whole[(node << 5) | IN_SYSTEM]!;
  }

  /** A worker has spent that long, up to now, on a service that answers nobody. */
  waste(node: number, workedNs: Ns): void {
    // What it spent before the measuring began is not counted: the integral of busy workers does not have it either.
    this.#wastedNs[node]! += Math.min(workedNs, this.#clock.nowNs - this.#measuredFromNs);
  }

  responded(node: number, responseNs: Ns): void {
    const { real } = this;
    real[(node << 4) | RESPONSE_NS]! += responseNs;
    real[(node << 4) | RESPONSES]!++;
  }

  get area(): Float64Array {
    return this.#column(AREA);
  }
  get arrivals(): Float64Array {
    return this.#column(ARRIVALS);
  }
  get completed(): Float64Array {
    return this.#column(COMPLETED);
  }
  get responseNs(): Float64Array {
    return this.#column(RESPONSE_NS);
  }
  get responses(): Float64Array {
    return this.#column(RESPONSES);
  }
  get maxInSystem(): Int32Array {
    return Int32Array.from({ length: this.count }, (_, node) => this.whole[(node << 5) | MAX_IN_SYSTEM]!);
  }

  #column(column: number): Float64Array {
    const values = new Float64Array(this.count);
    for (let node = 0; node < values.length; node++) values[node] = this.real[(node << 4) + column]!;
    return values;
  }

  totals(nowNs: Ns): NodeTotals {
    this.touchAll(nowNs);
    return {
      area: this.area,
      busyArea: this.#column(BUSY_AREA),
      upNs: this.#column(UP_NS),
      nsAt: this.nsAt.slice(),
      wastedNs: this.#wastedNs.slice(),
    };
  }

  reset(nowNs: Ns): void {
    this.touchAll(nowNs);
    this.nsAt.fill(0);
    this.#wastedNs.fill(0);
    this.#measuredFromNs = nowNs;
    for (let node = 0; node < this.count; node++) {
      this.real.fill(0, (node << 4) + AREA, (node << 4) + RESPONSE_NS);
      this.whole[(node << 5) | MAX_IN_SYSTEM] = this.whole[(node << 5) | IN_SYSTEM]!;
    }
  }
}
