/**
 * The cluster as balancers with global truth see it: what each node holds, and how much work it has before it. Kept only in
 * runs of such balancers.
 */
import { ChangeJournal } from "../core/change-journal.ts";
import type { Ns } from "../core/time.ts";
import type { NodeSpec } from "../scenario.ts";
import { REAL, WHOLE, type NodeTable } from "./node-table.ts";

const { BUSY, IN_SYSTEM } = WHOLE;
const { SPEED } = REAL;

export class ClusterWatch {
  /** By node. */
  readonly inSystem: Int32Array;
  readonly speed: Float64Array;
  readonly workers: Int32Array;
  /** Every change of `inSystem` or `speed`. */
  readonly changes: ChangeJournal;
  readonly #nodes: NodeTable;
  /** By node: work of the messages that wait. */
  readonly #waitingNs: Float64Array;
  /** By node: the sum of the departure times of those in service. */
  readonly #departureSumNs: Float64Array;

  constructor(nodes: readonly NodeSpec[], table: NodeTable) {
    this.inSystem = new Int32Array(nodes.length);
    this.speed = Float64Array.from(nodes, (node) => node.speed);
    this.workers = Int32Array.from(nodes, (node) => node.workers);
    this.changes = new ChangeJournal(4 * nodes.length + 64);
    this.#nodes = table;
    this.#waitingNs = new Float64Array(nodes.length);
    this.#departureSumNs = new Float64Array(nodes.length);
  }

  /** The node holds more or fewer messages than before, or has another speed. */
  changed(node: number): void {
    this.inSystem[node] = this.#nodes.whole[(node << 5) | IN_SYSTEM]!;
    this.speed[node] = this.#nodes.real[(node << 4) | SPEED]!;
    this.changes.record(node);
  }

  /** A message of so much work waits from now on; negative: no longer. */
  waits(node: number, workNs: Ns): void {
    this.#waitingNs[node]! += workNs;
  }

  /** A service that ends then has begun. */
  starts(node: number, departureNs: Ns): void {
    this.#departureSumNs[node]! += departureNs;
  }

  /** A service that was to end then is over, or broken off. */
  ends(node: number, departureNs: Ns): void {
    this.#departureSumNs[node]! -= departureNs;
  }

  /** Nothing waits any more. */
  emptied(node: number): void {
    this.#waitingNs[node] = 0;
  }

  /** No worker serves any more. */
  stopped(node: number): void {
    this.#departureSumNs[node] = 0;
  }

  /** Seconds of work at the node per worker, at its present speed. */
  workLeftSeconds(node: number, nowNs: Ns): number {
    const busy = this.#nodes.whole[(node << 5) | BUSY]!;
    const servingNs = busy === 0 ? 0 : this.#departureSumNs[node]! - busy * nowNs;
    return (servingNs + this.#waitingNs[node]! / this.speed[node]!) / this.workers[node]! / 1e9;
  }
}
