/** The I-queues of join-idle-queue: each dispatcher's list of nodes that have reported to it that they are idle. */
import type { Random } from "../../core/random.ts";
import { NONE, type NodeId } from "../contract.ts";

export class IdleQueues {
  readonly #random: Random;
  readonly #choices: number;
  readonly #queues: readonly NodeId[][];
  /** By node: whether some dispatcher has it listed. A node reports once, and stays listed until it is used. */
  readonly #listed: Uint8Array;

  /** `choices`: an idle node asks so many dispatchers and reports to the one with the shortest list. */
  constructor(dispatchers: number, nodes: number, choices: number, random: Random) {
    this.#random = random;
    this.#choices = Math.min(choices, dispatchers);
    this.#queues = Array.from({ length: dispatchers }, () => []);
    this.#listed = new Uint8Array(nodes);
  }

  /** A node has run out of messages. */
  report(node: NodeId): void {
    if (this.#listed[node] === 1) return;
    this.#listed[node] = 1;
    this.#queues[this.#dispatcher()]!.push(node);
  }

  /** The node that has been on the dispatcher's list longest; NONE when the list is empty. */
  take(dispatcher: number): NodeId {
    const node = this.#queues[dispatcher]!.shift();
    if (node === undefined) return NONE;
    this.#listed[node] = 0;
    return node;
  }

  #dispatcher(): number {
    let best = this.#random.below(this.#queues.length);
    for (let asked = 1; asked < this.#choices; asked++) {
      const other = this.#random.below(this.#queues.length);
      if (this.#queues[other]!.length < this.#queues[best]!.length) best = other;
    }
    return best;
  }
}
