/** Which nodes gateways believe to be routable. Shared by all gateways: they learn of a change at the same time. */
import type { NodeId } from "../balancers/contract.ts";

export class Membership {
  /** Routable ids in [0, count), ascending. */
  readonly candidates: Int32Array;
  readonly routable: Uint8Array;
  count: number;
  /** Grows with every change. */
  epoch = 0;

  constructor(nodes: number) {
    this.count = nodes;
    this.candidates = Int32Array.from({ length: nodes }, (_, node) => node);
    this.routable = new Uint8Array(nodes).fill(1);
  }

  /** Returns whether this changed anything. */
  set(node: NodeId, routable: boolean): boolean {
    if ((this.routable[node] === 1) === routable) return false;
    this.routable[node] = routable ? 1 : 0;
    this.count = 0;
    this.routable.forEach((yes, id) => {
      if (yes === 1) this.candidates[this.count++] = id;
    });
    this.epoch++;
    return true;
  }
}
