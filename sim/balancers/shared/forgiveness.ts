/** What is held against nodes fades while they have no traffic: half after a time, a quarter after twice that, and so on. */
import type { Ns } from "../../core/time.ts";
import { NONE, type NodeId } from "../contract.ts";
import { Tournament } from "./tournament.ts";

/** Below this factor nothing is left to compare, and halving ends. */
const NOTHING = 1e-18;

export class Forgiveness {
  readonly #halveAfterNs: Ns;
  /** Nodes without traffic, by the time of their next halving. */
  readonly #due: Tournament;
  readonly #dueNs: Float64Array;
  readonly #factor: Float64Array;

  /** For ids in [0, size), none of them without traffic. */
  constructor(size: number, halveAfterNs: Ns) {
    this.#halveAfterNs = halveAfterNs;
    this.#due = new Tournament(size);
    this.#dueNs = new Float64Array(size);
    this.#factor = new Float64Array(size).fill(1);
  }

  /** In (0, 1]: how much of the node's past still counts. */
  factor(node: NodeId): number {
    return this.#factor[node]!;
  }

  /** The node has no traffic from now on. */
  begin(node: NodeId, nowNs: Ns): void {
    this.#schedule(node, nowNs + this.#halveAfterNs);
  }

  /** The node has traffic again: its past counts in full. */
  end(node: NodeId): void {
    this.#due.remove(node);
    this.#factor[node] = 1;
  }

  /** A node whose factor has shrunk by now, each once; NONE when there is no more. O(log n). */
  next(nowNs: Ns): NodeId {
    if (this.#due.least > nowNs) return NONE;
    const node = this.#due.first();
    const times = 1 + Math.floor((nowNs - this.#dueNs[node]!) / this.#halveAfterNs);
    for (let halving = 0; halving < times && this.#factor[node]! > NOTHING; halving++) this.#factor[node]! /= 2;
    if (this.#factor[node]! > NOTHING) this.#schedule(node, this.#dueNs[node]! + times * this.#halveAfterNs);
    else this.#due.remove(node);
    return node;
  }

  #schedule(node: NodeId, dueNs: Ns): void {
    this.#dueNs[node] = dueNs;
    this.#due.set(node, dueNs);
  }
}
