/** Fast weighted round robin: HAProxy's `roundrobin` over one group of servers (`lb_fwrr.c`, 2.6). O(log n) where nobody is full. */
import { NONE, type NodeId } from "../contract.ts";
import { FifoTree } from "../shared/fifo-tree.ts";
import type { Servers } from "./servers.ts";
import { MAX_EFFECTIVE, MAX_WEIGHT, SCALE } from "./weights.ts";

/**
 * Time runs in positions, one per pick. A window is as many of them as the weights sum up to, and each server has a next
 * position in it, `window / weight` after its last one, remainders carried. Three trees: `current` by position, `initial`
 * with servers that have no position yet, the heaviest first, and `next` with those whose position is beyond the window.
 */
export class FairRotation {
  readonly #servers: Servers;
  readonly #current: FifoTree;
  #initial: FifoTree;
  #next: FifoTree;
  /** By NodeId: the tree it is in, or was taken from; null while it is down. */
  readonly #tree: (FifoTree | null)[];
  /** By NodeId: its next position, the one before, and the remainder carried. */
  readonly #position: Float64Array;
  readonly #lastPosition: Float64Array;
  readonly #remainder: Float64Array;
  /** The sums of the weights: of this window, and as it is now. */
  #window = 0;
  #weight = 0;
  /** Where this window stands: from `#window` on. */
  #now = 0;
  #hasBegun = false;
  readonly #aside: NodeId[] = [];

  constructor(servers: Servers) {
    const { count } = servers;
    this.#servers = servers;
    this.#current = new FifoTree(count);
    this.#initial = new FifoTree(count);
    this.#next = new FifoTree(count);
    this.#tree = new Array<FifoTree | null>(count).fill(null);
    this.#position = new Float64Array(count);
    this.#lastPosition = new Float64Array(count);
    this.#remainder = new Float64Array(count);
  }

  onUp(node: NodeId): void {
    const weight = this.#servers.effectiveWeight[node]!;
    this.#weight += weight;
    if (!this.#hasBegun) return this.#queueByWeight(this.#initial, node);
    this.#position[node] = this.#now + Math.trunc((this.#weight + this.#window - this.#now) / weight);
    this.#queue(node);
  }

  /** The first servers are all there: from now on one that comes up joins in the middle of a window. */
  begin(): void {
    if (this.#hasBegun) return;
    this.#hasBegun = true;
    this.#openWindow();
  }

  onDown(node: NodeId, before: number): void {
    this.#weight -= before;
    this.#tree[node]?.remove(node);
    this.#tree[node] = null;
  }

  onWeight(node: NodeId, before: number): void {
    const weight = this.#servers.effectiveWeight[node]!;
    this.#weight += weight - before;
    const tree = this.#tree[node]!;
    if (tree === this.#initial) return this.#queueByWeight(tree, node);
    if (tree === this.#next) this.#position[node]! += this.#window;
    tree.remove(node);
    this.#reposition(node, Math.floor(this.#weight / weight));
    this.#queue(node);
  }

  /** Whose turn it is; NONE where all are full. Who is full or to be avoided has its turn too, and is passed over. */
  pick(avoid: NodeId): NodeId {
    let hasSwitched = false;
    let avoided = NONE;
    this.#aside.length = 0;
    for (;;) {
      if (this.#window === 0) this.#openWindow();
      let node = this.#head();
      if (node === NONE && !hasSwitched) {
        hasSwitched = true;
        this.#switchTrees();
        node = this.#head();
      }
      if (node === NONE) node = avoided;
      if (node === NONE) break;
      this.#advance(node);
      if (!this.#servers.isFull(node)) {
        if (node !== avoid || avoided !== NONE) return this.#chosen(node, hasSwitched);
        avoided = node;
      }
      this.#aside.push(node);
    }
    return this.#chosen(NONE, hasSwitched);
  }

  /** The first of `current` whose position has come, else the first of `initial`, else the first of `current` ahead of time. */
  #head(): NodeId {
    const first = this.#current.first();
    if (first !== NONE && this.#position[first]! <= this.#now) return first;
    const fresh = this.#initial.first();
    if (fresh === NONE) return first;
    this.#position[fresh] = 0;
    this.#remainder[fresh] = 0;
    return fresh;
  }

  /** Takes the server out of its tree and sets its next position. */
  #advance(node: NodeId): void {
    const weight = this.#servers.effectiveWeight[node]!;
    if (this.#position[node] === 0) this.#position[node] = this.#now;
    this.#lastPosition[node] = this.#position[node]!;
    this.#position[node]! += Math.floor(this.#weight / weight);
    this.#remainder[node]! += this.#weight % weight;
    if (this.#remainder[node]! >= weight) {
      this.#remainder[node]! -= weight;
      this.#position[node]!++;
    }
    this.#tree[node]!.remove(node);
    this.#now++;
  }

  /** Puts the one chosen and those passed over, the last one first, back into the trees. */
  #chosen(node: NodeId, hasSwitched: boolean): NodeId {
    if (node !== NONE) this.#queue(node);
    for (let place = this.#aside.length - 1; place >= 0; place--) {
      const other = this.#aside[place]!;
      if (other === node) continue;
      // After a switch their place is lost, and only their weight counts.
      if (hasSwitched) this.#queueByWeight(this.#initial, other);
      else this.#queue(other);
    }
    return node;
  }

  #queue(node: NodeId): void {
    const weight = this.#servers.effectiveWeight[node]!;
    const position = this.#position[node]!;
    if (position >= 2 * this.#window || position >= this.#window + this.#weight) {
      this.#position[node] = position - this.#window;
      return this.#queueByWeight(this.#next, node);
    }
    const rank = Math.floor((MAX_EFFECTIVE + this.#remainder[node]! - weight) / SCALE);
    this.#put(this.#current, node, MAX_WEIGHT * position + rank);
  }

  #queueByWeight(tree: FifoTree, node: NodeId): void {
    this.#put(tree, node, MAX_EFFECTIVE - this.#servers.effectiveWeight[node]!);
  }

  #put(tree: FifoTree, node: NodeId, key: number): void {
    this.#tree[node] = tree;
    tree.put(node, key);
  }

  /** After a change of weight: one step behind the last turn, but no later than before and not at once. */
  #reposition(node: NodeId, step: number): void {
    const sooner = Math.min(this.#lastPosition[node]! + step, this.#position[node]!);
    this.#remainder[node] = 0;
    this.#position[node] = sooner < this.#now + 2 ? this.#now + step : sooner;
  }

  #switchTrees(): void {
    [this.#initial, this.#next] = [this.#next, this.#initial];
    this.#openWindow();
  }

  #openWindow(): void {
    this.#window = this.#weight;
    this.#now = this.#weight;
  }
}
