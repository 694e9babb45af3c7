/** Where messages wait at the nodes: one list per node and priority level, served by the node's discipline. */
import { WHOLE, type MessageId, type MessageTable } from "../traffic/message-table.ts";
import { MessageLists } from "../traffic/message-list.ts";
import type { Discipline, NodeSpec } from "../scenario.ts";

const { PRODUCER } = WHOLE;
const FIFO = 0;
const LIFO = 1;
const PRIORITY = 2;
/** Nodes of other disciplines have no queue: whoever is there has been begun, or waits with the workers. */
const ORDERS: Readonly<Partial<Record<Discipline, number>>> = { fifo: FIFO, lifo: LIFO, priority: PRIORITY };

export class WaitingQueues {
  readonly #levels: number;
  readonly #lists: MessageLists;
  readonly #levelOfProducer: Int32Array;
  /** By node: FIFO, LIFO or PRIORITY. */
  readonly #order: Uint8Array;
  readonly #messages: MessageTable;

  /** `priorities`: each producer's. Levels are ranks among them, so that any integers do. */
  constructor(nodes: readonly NodeSpec[], priorities: readonly number[], messages: MessageTable) {
    const ranks = [...new Set(priorities)].sort((x, y) => x - y);
    this.#levels = Math.max(1, ranks.length);
    this.#levelOfProducer = Int32Array.from(priorities, (priority) => ranks.indexOf(priority));
    this.#lists = new MessageLists(nodes.length * this.#levels, messages);
    this.#order = Uint8Array.from(nodes, ({ discipline }) => ORDERS[discipline] ?? FIFO);
    this.#messages = messages;
  }

  append(node: number, id: MessageId): void {
    this.#lists.append(this.#levels === 1 ? node : this.#listOf(node, id), id);
  }

  /** Takes the one to serve next; NO_MESSAGE when none waits. */
  take(node: number): MessageId {
    const first = node * this.#levels;
    const order = this.#order[node]!;
    if (order === FIFO) return this.#lists.takeFirst(first);
    return order === LIFO ? this.#lists.takeLast(first) : this.#lists.takeFirst(this.#highest(first));
  }

  /** Takes the one that has waited longest (of the lowest priority that waits); NO_MESSAGE when none does. */
  takeOldest(node: number): MessageId {
    const first = node * this.#levels;
    let list = first;
    while (list < first + this.#levels - 1 && this.#lists.length(list) === 0) list++;
    return this.#lists.takeFirst(list);
  }

  /** Takes a message that waits at the node out of turn. */
  remove(node: number, id: MessageId): void {
    this.#lists.remove(this.#levels === 1 ? node : this.#listOf(node, id), id);
  }

  #listOf(node: number, id: MessageId): number {
    const level = this.#order[node] === PRIORITY ? this.#levelOfProducer[this.#messages.whole[id | PRODUCER]!]! : 0;
    return node * this.#levels + level;
  }

  #highest(first: number): number {
    let list = first + this.#levels - 1;
    while (list > first && this.#lists.length(list) === 0) list--;
    return list;
  }
}
