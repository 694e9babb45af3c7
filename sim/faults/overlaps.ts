/**
 * What several faults do to one node at a time, each in its own strength. What is in force is always told in the order of
 * the faults, whatever the order in which they began, so that what is computed from it ends exactly where it began.
 */
import type { NodeId } from "../balancers/contract.ts";
import type { Occurrence } from "./occurrence.ts";

interface InForce<T> {
  readonly fault: number;
  readonly id: number;
  readonly strength: T;
}

export class Overlaps<T> {
  readonly #inForce: Map<NodeId, readonly InForce<T>[]> = new Map();

  /** The occurrence has this strength now, instead of what it had before; null: none any more. Returns all in force. */
  set(node: NodeId, { fault, id }: Pick<Occurrence, "fault" | "id">, strength: T | null): readonly T[] {
    const others = (this.#inForce.get(node) ?? []).filter((one) => one.id !== id);
    const inForce = strength === null ? others : [...others, { fault, id, strength }];
    inForce.sort((a, b) => a.fault - b.fault || a.id - b.id);
    this.#inForce.set(node, inForce);
    return inForce.map((one) => one.strength);
  }
}
