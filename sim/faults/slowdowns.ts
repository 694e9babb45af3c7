/**
 * Nodes that are slower than they should be. Factors of overlapping faults multiply; the speed is always computed from the
 * node's own, in the order of the faults, so that it ends exactly where it began.
 */
import type { NodeId } from "../balancers/contract.ts";
import type { NodeSpec } from "../scenario.ts";
import type { ClusterControl } from "./control.ts";
import type { Occurrence } from "./occurrence.ts";

interface Slowdown {
  readonly fault: number;
  readonly id: number;
  readonly factor: number;
}

export class Slowdowns {
  readonly #nodes: readonly NodeSpec[];
  readonly #control: Pick<ClusterControl, "setSpeed">;
  /** By node: what is in force, by fault and occurrence. */
  readonly #inForce: Map<NodeId, readonly Slowdown[]> = new Map();

  constructor(nodes: readonly NodeSpec[], control: Pick<ClusterControl, "setSpeed">) {
    this.#nodes = nodes;
    this.#control = control;
  }

  /** The occurrence divides the node's speed by `factor`, instead of what it divided it by before; 1: no longer. */
  set(node: NodeId, { fault, id }: Occurrence, factor: number): void {
    const others = (this.#inForce.get(node) ?? []).filter((slowdown) => slowdown.id !== id);
    const inForce = factor === 1 ? others : [...others, { fault, id, factor }];
    inForce.sort((a, b) => a.fault - b.fault || a.id - b.id);
    this.#inForce.set(node, inForce);
    const speed = inForce.reduce((divided, slowdown) => divided / slowdown.factor, this.#nodes[node]!.speed);
    this.#control.setSpeed(node, speed);
  }
}
