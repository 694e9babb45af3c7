/** Where messages wait at the nodes: one list per node and priority level, served by the node's discipline. */
import { WHOLE, type MessageId, type MessageTable } from "../traffic/message-table.ts";
import { MessageLists } from "../traffic/message-list.ts";
import type { Discipline, NodeSpec } from "../scenario.ts";

const { PRODUCER } = WHOLE;
const FIFO = 0;
const LIFO = 1;
const PRIORITY = 2;
/** The newest first while more wait than the threshold, the oldest first otherwise. */
const ADAPTIVE = 3;
/** Nodes of other disciplines have no queue: whoever is there has been begun, or waits with the workers. */
const ORDERS: Readonly<Partial<Record<Discipline, number>>> = { fifo: FIFO, lifo: LIFO, priority: PRIORITY };

export class WaitingQueues {
  readonly #levels: number;
  readonly #lists: MessageLists;
  readonly #levelOfProducer: Int32Array;
  /** By node: FIFO, LIFO, PRIORITY or ADAPTIVE. */
  readonly #order: Uint8Array;
  /** By node. */
  readonly #threshold: Float64Array;
  readonly #messages: MessageTable;

  /** `priorities`: each producer's. Levels are ranks among them, so that any integers do. */
  constructor(nodes: readonly NodeSpec[], priorities: readonly number[], messages: MessageTable) {
    const ranks = [...new Set(priorities)].sort((x, y) => x - y);
    this.#levels = Math.max(1, ranks.length);
    this.#levelOfProducer = Int32Array.from(priorities, (priority) => ranks.indexOf(priority));
    this.#lists = new MessageLists(nodes.length * this.#levels, messages);
    this.#order = Uint8Array.from(nodes, ({ discipline, shedding }) =>
      shedding?.adaptiveLifo === undefined ? (ORDERS[discipline] ?? FIFO) : ADAPTIVE,
    );
    this.#threshold = Float64Array.from(nodes, ({ shedding }) => shedding?.adaptiveLifo?.threshold ?? Infinity);
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
    if (order === PRIORITY) return this.#lists.takeFirst(this.#highest(first));
    const newest = order === LIFO || this.#lists.length(first) > this.#threshold[node]!;
    return newest ? this.#lists.takeLast(first) : this.#lists.takeFirst(first);
  }

  /** Messages that wait at the node. */
  length(node: number): number {
    let sum = 0;
    for (let level = 0; level < this.#levels; level++) sum += this.#lists.length(node * this.#levels + level);
    return sum;
  }

  /** Calls `visit` for each of them; none may leave meanwhile. */
  forEach(node: number, visit: (id: MessageId) => void): void {
    for (let level = 0; level < this.#levels; level++) this.#lists.forEach(node * this.#levels + level, visit);
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
