/** The I-queues of join-idle-queue: each dispatcher's list of nodes that have reported to it that they are idle. */
import type { Random } from "../../core/random.ts";
import { NONE, type NodeId } from "../contract.ts";
import { DistinctSampler } from "../shared/distinct-sampler.ts";

export class IdleQueues {
  readonly #random: Random;
  readonly #choices: number;
  readonly #dispatchers: DistinctSampler;
  /** By dispatcher: both ends of its list, and how long it is. */
  readonly #first: Int32Array;
  readonly #last: Int32Array;
  readonly #length: Int32Array;
  /** By node: who comes after it on its list. A node is on one list at most, so the lists need no other memory. */
  readonly #next: Int32Array;
  /** By node: the dispatcher that knows of it; NONE: none does. A node reports once, and is known until it is used. */
  readonly #knownTo: Int32Array;

  /** `choices`: an idle node asks so many dispatchers and reports to the one with the shortest list. */
  constructor(dispatchers: number, nodes: number, choices: number, random: Random) {
    this.#random = random;
    this.#choices = Math.min(choices, dispatchers);
    this.#dispatchers = new DistinctSampler(dispatchers);
    this.#dispatchers.build({
      count: dispatchers,
      candidates: Int32Array.from({ length: dispatchers }, (_, id) => id),
    });
    this.#first = new Int32Array(dispatchers).fill(NONE);
    this.#last = new Int32Array(dispatchers).fill(NONE);
    this.#length = new Int32Array(dispatchers);
    this.#next = new Int32Array(nodes).fill(NONE);
    this.#knownTo = new Int32Array(nodes).fill(NONE);
  }

  /** A node has run out of messages. */
  report(node: NodeId): void {
    if (this.#knownTo[node] !== NONE) return;
    this.append(this.#shortest(), node);
  }

  /** The node that has been on the dispatcher's list longest, off it now; NONE when the list is empty. */
  take(dispatcher: number): NodeId {
    const node = this.#first[dispatcher]!;
    if (node === NONE) return NONE;
    this.#first[dispatcher] = this.#next[node]!;
    if (this.#first[dispatcher] === NONE) this.#last[dispatcher] = NONE;
    this.#next[node] = NONE;
    this.#length[dispatcher]!--;
    return node;
  }

  /** The node that was taken gets a message, and will report again. */
  used(node: NodeId): void {
    this.#knownTo[node] = NONE;
  }

  /** Puts a node that is on no list at the end of the dispatcher's. */
  append(dispatcher: number, node: NodeId): void {
    const last = this.#last[dispatcher]!;
    if (last === NONE) this.#first[dispatcher] = node;
    else this.#next[last] = node;
    this.#last[dispatcher] = node;
    this.#length[dispatcher]!++;
    this.#knownTo[node] = dispatcher;
  }

  /** The dispatcher begins, or begins anew: nodes that it knew of are known to nobody, until they have been busy again. */
  begin(dispatcher: number): void {
    this.#first[dispatcher] = NONE;
    this.#last[dispatcher] = NONE;
    this.#length[dispatcher] = 0;
    this.#knownTo.forEach((known, node) => {
      if (known !== dispatcher) return;
      this.#knownTo[node] = NONE;
      this.#next[node] = NONE;
    });
  }

  #shortest(): number {
    let best = this.#dispatchers.draw(0, this.#random);
    for (let asked = 1; asked < this.#choices; asked++) {
      const other = this.#dispatchers.draw(asked, this.#random);
      if (this.#length[other]! < this.#length[best]!) best = other;
    }
    return best;
  }
}
