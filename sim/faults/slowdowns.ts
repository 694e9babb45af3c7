/** Nodes that are slower than they should be: factors of overlapping faults multiply. */
import type { NodeId } from "../balancers/contract.ts";
import type { NodeSpec } from "../scenario.ts";
import type { ClusterControl } from "./control.ts";
import type { Occurrence } from "./occurrence.ts";
import { Overlaps } from "./overlaps.ts";

export class Slowdowns {
  readonly #nodes: readonly NodeSpec[];
  readonly #control: Pick<ClusterControl, "setSpeed">;
  readonly #factors: Overlaps<number> = new Overlaps();

  constructor(nodes: readonly NodeSpec[], control: Pick<ClusterControl, "setSpeed">) {
    this.#nodes = nodes;
    this.#control = control;
  }

  /** The occurrence divides the node's speed by `factor`, instead of what it divided it by before; 1: no longer. */
  set(node: NodeId, occurrence: Occurrence, factor: number): void {
    const factors = this.#factors.set(node, occurrence, factor === 1 ? null : factor);
    const speed = factors.reduce((divided, one) => divided / one, this.#nodes[node]!.speed);
    this.#control.setSpeed(node, speed);
  }
}
