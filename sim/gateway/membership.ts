/**
 * Which nodes a gateway may send to, and why not to the others. One object for all gateways, which learn of a change at the
 * same time; a gateway that watches its nodes itself (`guards/`) has one of its own.
 */
import type { NodeId } from "../balancers/contract.ts";

/** Why a node is not routable; reasons add up. Gateways were told: */
export const DOWN = 1;
/** It is to finish what it has, and to get nothing new. */
export const DRAINING = 2;
/** It is not, or no longer, one of the cluster's nodes. */
export const ABSENT = 4;

export class Membership {
  /** Routable ids in [0, count), ascending. */
  readonly candidates: Int32Array;
  readonly routable: Uint8Array;
  /** By NodeId: reasons against it, added up; 0: none. */
  readonly reasons: Uint8Array;
  /** By NodeId: 1 where the node has told that it is degraded. */
  readonly degraded: Uint8Array;
  count: number;
  /** Grows with every change of `candidates` or `degraded`. */
  epoch = 0;

  constructor(nodes: number) {
    this.count = nodes;
    this.candidates = Int32Array.from({ length: nodes }, (_, node) => node);
    this.routable = new Uint8Array(nodes).fill(1);
    this.reasons = new Uint8Array(nodes);
    this.degraded = new Uint8Array(nodes);
  }

  /** The node is degraded from now on, or no longer. Returns whether this is news. */
  degrade(node: NodeId, isDegraded: boolean): boolean {
    if ((this.degraded[node] === 1) === isDegraded) return false;
    this.degraded[node] = isDegraded ? 1 : 0;
    this.epoch++;
    return true;
  }

  /** A reason against the node holds from now on, or no longer. Returns whether this changed who is routable. */
  mark(node: NodeId, reason: number, holds: boolean): boolean {
    const reasons = this.reasons[node]!;
    this.reasons[node] = holds ? reasons | reason : reasons & ~reason;
    return this.update((id) => this.reasons[id] === 0);
  }

  /** Routes to the nodes that `includes` says yes to. Returns whether that are others than before. */
  protected update(includes: (node: NodeId) => boolean): boolean {
    let changed = false;
    let count = 0;
    for (let node = 0; node < this.routable.length; node++) {
      const routable = includes(node) ? 1 : 0;
      if (routable !== this.routable[node]) changed = true;
      this.routable[node] = routable;
      if (routable === 1) this.candidates[count++] = node;
    }
    this.count = count;
    if (changed) this.epoch++;
    return changed;
  }
}
