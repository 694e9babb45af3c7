/**
 * Samples without replacement and without rejection: the first steps of a Fisher-Yates shuffle over the routable nodes. The
 * shuffle starts from wherever the last one ended, which leaves every ordered sample equally likely.
 */
import type { Random } from "../../core/random.ts";
import type { ClusterView, NodeId } from "../contract.ts";

export class DistinctSampler {
  #count = 0;
  readonly #order: Int32Array;

  constructor(nodeCount: number) {
    this.#order = new Int32Array(nodeCount);
  }

  /** From now on samples the first `count` of the candidates. */
  build(view: Pick<ClusterView, "count" | "candidates">): void {
    this.#count = view.count;
    for (let i = 0; i < view.count; i++) this.#order[i] = view.candidates[i]!;
  }

  /** The next node of a sample of which `taken` nodes are drawn; `taken` is below the number of candidates. */
  draw(taken: number, random: Random): NodeId {
    const order = this.#order;
    const place = taken + random.below(this.#count - taken);
    const drawn = order[place]!;
    order[place] = order[taken]!;
    order[taken] = drawn;
    return drawn;
  }
}
