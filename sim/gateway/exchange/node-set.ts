/** A set of nodes that is emptied at no cost: a node is in it that bears the set's current mark. */
import type { NodeId } from "../../balancers/contract.ts";

export class NodeSet {
  size = 0;
  readonly #marks: Float64Array;
  #mark = 1;

  constructor(nodes: number) {
    this.#marks = new Float64Array(nodes);
  }

  clear(): void {
    this.#mark++;
    this.size = 0;
  }

  add(node: NodeId): void {
    if (this.#marks[node] === this.#mark) return;
    this.#marks[node] = this.#mark;
    this.size++;
  }

  has(node: NodeId): boolean {
    return this.#marks[node] === this.#mark;
  }
}
