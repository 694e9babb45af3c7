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
import { NodeTally } from "./node-tally.ts";

/**
 * Columns of whole numbers: `whole[(node << 5) | IN_SYSTEM]`. What every message changes lies in the row's first 64 bytes,
 * which are one cache line; the rest in the second.
 */
export const WHOLE = {
  /** Messages waiting or in service. */
  IN_SYSTEM: 0,
  /** Workers that serve. */
  BUSY: 1,
  WORKERS: 2,
  /** So many messages come in without being looked at; 0 while the node does not serve, or has guards at its door. */
  ROOM: 3,
  MAX_IN_SYSTEM: 4,
  /** 1: each worker serves one message to its end, at speed 1. What is not plain is looked up: SHARED, SPEED. */
  PLAIN: 5,
  /** Whether it serves: it is neither down nor paused, nor replays what it kept over a crash. */
  UP: 16,
  /** Whether its workers have more messages begun than they serve. */
  SHARED: 17,
} as const;

/** Columns of doubles: `real[(node << 4) | SPEED]`, two columns of whole numbers wide. */
export const REAL = {
  /** Up to when AREA and BUSY_AREA go. */
  SINCE_NS: 3,
  /** Integrals over time: of messages at the node, of busy workers. */
  AREA: 4,
  BUSY_AREA: 5,
  ARRIVALS: 6,
  COMPLETED: 7,
  /** Integral over time of being up, and up to when it goes. */
  UP_NS: 9,
  UP_SINCE_NS: 10,
  /** Present speed: the configured one over the slow faults' factors. Set it by `setSpeed`. */
  SPEED: 11,
  /** Sum and number of the response times of what it served. */
  RESPONSE_NS: 12,
  RESPONSES: 13,
} as const;

/** What begins anew with the measuring. */
const MEASURED = [REAL.AREA, REAL.BUSY_AREA, REAL.ARRIVALS, REAL.COMPLETED, REAL.UP_NS] as const;
const { BUSY, IN_SYSTEM, MAX_IN_SYSTEM, PLAIN, ROOM, SHARED, UP, WORKERS } = WHOLE;
const { AREA, ARRIVALS, BUSY_AREA, COMPLETED, RESPONSE_NS, RESPONSES, SINCE_NS, SPEED, UP_NS, UP_SINCE_NS } = REAL;
/** More messages than any machine holds. */
const NO_LIMIT = 0x7fffffff;

export class NodeTable implements NodeLoad {
  readonly count: number;
  /** What nodes turned away by rules of their own. */
  readonly tally: NodeTally;
  /** By node: 1 while it says that it had better be spared. */
  readonly degraded: Uint8Array;
  /** Two views of the same rows. */
  readonly whole: Int32Array;
  readonly real: Float64Array;
  /** By number of messages: node nanoseconds spent with exactly that many. */
  nsAt: Float64Array<ArrayBuffer> = new Float64Array(64);
  /** By node: worker nanoseconds of services that answered nobody. */
  readonly #wastedNs: Float64Array<ArrayBuffer>;
  readonly #clock: Clock;
  /** By node: so many messages at most. */
  readonly #room: Int32Array;
  readonly #guarded: Uint8Array;
  /** When the integrals began. */
  #measuredFromNs: Ns = 0;

  constructor(nodes: readonly NodeSpec[], clock: Clock) {
    this.count = nodes.length;
    this.whole = new Int32Array(nodes.length << 5);
    this.real = new Float64Array(this.whole.buffer);
    this.#wastedNs = new Float64Array(nodes.length);
    this.#clock = clock;
    this.#room = Int32Array.from(nodes, (node) => Math.min(NO_LIMIT, node.workers + node.queueCapacity));
    this.#guarded = new Uint8Array(nodes.length);
    this.degraded = new Uint8Array(nodes.length);
    this.tally = new NodeTally(nodes.length);
    nodes.forEach((spec, node) => {
      this.whole[(node << 5) | WORKERS] = Math.min(NO_LIMIT, spec.workers);
      this.whole[(node << 5) | SHARED] = isShared(spec.discipline) ? 1 : 0;
      this.setSpeed(node, spec.speed);
      this.setUp(node, true);
    });
  }

  setUp(node: number, up: boolean): void {
    this.#touchUp(node, this.#clock.nowNs);
    this.whole[(node << 5) | UP] = up ? 1 : 0;
    this.#setRoom(node);
  }

  /** Whether all that comes to the node is looked at before it comes in. */
  setGuarded(node: number, guarded: boolean): void {
    this.#guarded[node] = guarded ? 1 : 0;
    this.#setRoom(node);
  }

  #setRoom(node: number): void {
    const { whole } = this;
    const row = node << 5;
    whole[row | ROOM] = whole[row | UP] === 1 && this.#guarded[node] === 0 ? this.#room[node]! : 0;
  }

  /** Whether the node holds as many messages as it may. */
  isFull(node: number): boolean {
    return this.whole[(node << 5) | IN_SYSTEM]! >= this.#room[node]!;
  }

  setSpeed(node: number, speed: number): void {
    this.real[(node << 4) | SPEED] = speed;
    this.whole[(node << 5) | PLAIN] = speed === 1 && this.whole[(node << 5) | SHARED] === 0 ? 1 : 0;
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

  /** A message comes to the node. Returns how many are there now; 0 where it may not come in just so. */
  enter(node: number): number {
    const { whole } = this;
    const row = node << 5;
    if (whole[row | IN_SYSTEM]! >= whole[row | ROOM]!) return 0;
    return this.admit(node);
  }

  /** A message comes in, wherever there is room and whoever let it in. Returns how many are there now. */
  admit(node: number): number {
    const { whole } = this;
    const row = node << 5;
    const inSystem = whole[row | IN_SYSTEM]! + 1;
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
      tally: this.tally.copy(),
    };
  }

  reset(nowNs: Ns): void {
    this.touchAll(nowNs);
    this.nsAt.fill(0);
    this.#wastedNs.fill(0);
    this.tally.reset();
    this.#measuredFromNs = nowNs;
    for (let node = 0; node < this.count; node++) {
      for (const column of MEASURED) this.real[(node << 4) | column] = 0;
      this.whole[(node << 5) | MAX_IN_SYSTEM] = this.whole[(node << 5) | IN_SYSTEM]!;
    }
  }
}
