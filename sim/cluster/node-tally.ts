/** What nodes turned away by a rule of their own, by node, in measured time. */
import type { TurnedAway } from "../measure/node-load.ts";

export class NodeTally implements TurnedAway {
  readonly shed: Float64Array;
  readonly expired: Float64Array;
  readonly errors: Float64Array;

  constructor(nodes: number) {
    this.shed = new Float64Array(nodes);
    this.expired = new Float64Array(nodes);
    this.errors = new Float64Array(nodes);
  }

  copy(): NodeTally {
    const copy = new NodeTally(this.shed.length);
    copy.shed.set(this.shed);
    copy.expired.set(this.expired);
    copy.errors.set(this.errors);
    return copy;
  }

  reset(): void {
    for (const counts of [this.shed, this.expired, this.errors]) counts.fill(0);
  }
}
