/** `slowstart`: servers that are back from being down, and how far they are. */
import { NS_PER_SECOND, type Ns } from "../../core/time.ts";
import type { NodeConfig, NodeId } from "../contract.ts";
import { IdSet } from "../shared/id-set.ts";
import { SCALE } from "./weights.ts";

/**
 * HAProxy looks at a warming server at each of its checks and in a task of its own every second (or twentieth of a long
 * slow start), in whole seconds of the clock. Here it is every whole second: the weights are the same, the moments at which
 * they change are at most one check apart.
 */
export class SlowStart {
  /** By NodeId; HAProxy rounds up to whole seconds. */
  readonly #seconds: Float64Array;
  readonly #startNs: number;
  /** By NodeId: the second in which it came up. */
  readonly #since: Float64Array;
  readonly #warming: IdSet;
  #second: number;
  #dueNs: Ns = Infinity;

  constructor(nodes: readonly NodeConfig[], startEpochMs: number) {
    this.#seconds = Float64Array.from(nodes, (node) => Math.ceil(node.slowStartSeconds));
    this.#since = new Float64Array(nodes.length);
    this.#warming = new IdSet(nodes.length);
    // Only where a second begins matters: the part of the epoch that is whole seconds would cost precision.
    this.#startNs = (startEpochMs % 1000) * 1e6;
    this.#second = 0;
  }

  /** The server is up again. */
  begin(node: NodeId, nowNs: Ns): void {
    if (!(this.#seconds[node]! > 0)) return;
    this.#tell(nowNs);
    this.#since[node] = this.#second;
    this.#warming.add(node);
    this.#dueNs = Math.min(this.#dueNs, this.#nextSecondNs());
  }

  end(node: NodeId): void {
    this.#warming.remove(node);
  }

  /** Lets time pass; calls `onStep` for each server that is one step further or has finished. O(1) where none is warming. */
  advance(nowNs: Ns, onStep: (node: NodeId) => void): void {
    if (nowNs < this.#dueNs) return;
    this.#tell(nowNs);
    for (const node of this.#members()) {
      if (this.#elapsed(node) >= this.#seconds[node]!) this.#warming.remove(node);
      onStep(node);
    }
    this.#dueNs = this.#warming.size === 0 ? Infinity : this.#nextSecondNs();
  }

  /** The part of its weight that a dynamic algorithm gives the server now, in sixteenths: 1 to 16. */
  sixteenths(node: NodeId): number {
    const seconds = this.#seconds[node]!;
    return this.#warming.has(node) ? Math.floor((SCALE * this.#elapsed(node) + seconds) / seconds) : SCALE;
  }

  /** How much of a connection limit is open now, at least one. */
  limit(node: NodeId, maxConnections: number): number {
    if (!this.#warming.has(node) || maxConnections === Infinity) return maxConnections;
    const percent = Math.floor((100 * this.#elapsed(node)) / this.#seconds[node]!);
    return Math.max(1, Math.floor((maxConnections * percent) / 100));
  }

  #elapsed(node: NodeId): number {
    return this.#second - this.#since[node]!;
  }

  /** In ascending order, so that what is done for them does not depend on how they came. */
  #members(): NodeId[] {
    const members = Array.from({ length: this.#warming.size }, (_, place) => this.#warming.at(place));
    return members.sort((a, b) => a - b);
  }

  #tell(nowNs: Ns): void {
    this.#second = Math.floor((this.#startNs + nowNs) / NS_PER_SECOND);
  }

  #nextSecondNs(): Ns {
    return (this.#second + 1) * NS_PER_SECOND - this.#startNs;
  }
}
