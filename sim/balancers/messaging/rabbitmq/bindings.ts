/** The queues that are bound to an exchange, in the order in which they were bound. */
import type { ClusterView, NodeId, ParameterDeclaration } from "../../contract.ts";
import { IdSet } from "../../shared/id-set.ts";
import { refill } from "../keyed-partitions.ts";

type Absent = Extract<ParameterDeclaration, { readonly type: "choice" }> & {
  readonly choices: readonly ["unbind", "refuse"];
};

/** What becomes of the bindings of a queue that is away. */
export const ABSENT: Absent = {
  type: "choice",
  choices: ["unbind", "refuse"],
  default: "unbind",
  help: "unbind: as a classic queue's when its node goes, bound anew at the end when it is back; refuse: kept, its messages refused",
};

export class Bindings {
  readonly available: IdSet;
  readonly #keep: boolean;
  /** In binding order. */
  #bound: NodeId[];

  constructor(nodeCount: number, absent: "unbind" | "refuse") {
    this.available = new IdSet(nodeCount);
    this.#keep = absent === "refuse";
    this.#bound = Array.from({ length: nodeCount }, (_, id) => id);
  }

  get bound(): readonly NodeId[] {
    return this.#bound;
  }

  refresh(view: ClusterView): void {
    refill(this.available, view);
    if (this.#keep) return;
    const staying = this.#bound.filter((queue) => this.available.has(queue));
    const known = new Set(staying);
    const candidates = Array.from(view.candidates.subarray(0, view.count));
    this.#bound = [...staying, ...candidates.filter((queue) => !known.has(queue))];
  }
}
