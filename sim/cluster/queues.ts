/** Where messages wait at the nodes: one list per node and priority level, served by the node's discipline. */
import { NO_MESSAGE, type MessageId, type MessageTable } from "../traffic/message-table.ts";
import { MessageLists } from "../traffic/message-list.ts";
import type { NodeSpec } from "../scenario.ts";

export class WaitingQueues {
  /** By node: messages that wait. */
  readonly length: Int32Array;
  readonly #levels: number;
  readonly #lists: MessageLists;
  readonly #levelOfProducer: Int32Array;
  readonly #lastIn: Uint8Array;
  readonly #byPriority: Uint8Array;
  readonly #messages: MessageTable;

  /** `priorities`: each producer's. Levels are ranks among them, so that any integers do. */
  constructor(nodes: readonly NodeSpec[], priorities: readonly number[], messages: MessageTable) {
    const ranks = [...new Set(priorities)].sort((x, y) => x - y);
    this.#levels = Math.max(1, ranks.length);
    this.#levelOfProducer = Int32Array.from(priorities, (priority) => ranks.indexOf(priority));
    this.#lists = new MessageLists(nodes.length * this.#levels, messages);
    this.#lastIn = Uint8Array.from(nodes, (node) => (node.discipline === "lifo" ? 1 : 0));
    this.#byPriority = Uint8Array.from(nodes, (node) => (node.discipline === "priority" ? 1 : 0));
    this.length = new Int32Array(nodes.length);
    this.#messages = messages;
  }

  append(node: number, id: MessageId): void {
    const level = this.#byPriority[node] === 1 ? this.#levelOfProducer[this.#messages.producer[id]!]! : 0;
    this.#lists.append(node * this.#levels + level, id);
    this.length[node]!++;
  }

  /** Takes the one to serve next; NO_MESSAGE when none waits. */
  take(node: number): MessageId {
    if (this.length[node] === 0) return NO_MESSAGE;
    this.length[node]!--;
    const first = node * this.#levels;
    if (this.#lastIn[node] === 1) return this.#lists.takeLast(first);
    return this.#lists.takeFirst(this.#byPriority[node] === 1 ? this.#highest(first) : first);
  }

  /** Takes the one that has waited longest (of the lowest priority that waits); NO_MESSAGE when none does. */
  takeOldest(node: number): MessageId {
    if (this.length[node] === 0) return NO_MESSAGE;
    this.length[node]!--;
    let list = node * this.#levels;
    while (this.#lists.length[list] === 0) list++;
    return this.#lists.takeFirst(list);
  }

  #highest(first: number): number {
    let list = first + this.#levels - 1;
    while (this.#lists.length[list] === 0) list--;
    return list;
  }
}
