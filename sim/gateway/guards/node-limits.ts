/**
 * How many tries a gateway has at one node at a time, and a queue per node for those beyond (HAProxy's maxconn, maxqueue and
 * timeout queue; Envoy's max_requests and max_pending_requests). A try waits for the node that was picked for it.
 */
import type { NodeId } from "../../balancers/contract.ts";
import type { LimitsSpec } from "../../scenario.ts";
import { MessageLists } from "../../traffic/message-list.ts";
import { NO_MESSAGE, type MessageId, type MessageTable } from "../../traffic/message-table.ts";
import { RowCells } from "./row-cells.ts";

/** What a row's cell holds while its try is at its node; above 0: its ticket in a queue. */
const AT_NODE = -1;

/** Where the tries of all gateways of a run are: a timer that names a try and its ticket can tell whether it still waits. */
export class Whereabouts {
  readonly #cells: RowCells = new RowCells();
  #tickets = 0;

  /** The try waits. Returns its ticket. */
  wait(id: MessageId): number {
    this.#tickets = (this.#tickets + 1) & 0x7fffffff || 1;
    this.#cells.set(id, this.#tickets);
    return this.#tickets;
  }

  holds(id: MessageId, ticket: number): boolean {
    return this.#cells.get(id) === ticket;
  }

  isWaiting(id: MessageId): boolean {
    return this.#cells.get(id) > 0;
  }

  isAtNode(id: MessageId): boolean {
    return this.#cells.get(id) === AT_NODE;
  }

  goes(id: MessageId): void {
    this.#cells.set(id, AT_NODE);
  }

  ends(id: MessageId): void {
    this.#cells.set(id, 0);
  }
}

export class NodeLimits {
  readonly #spec: LimitsSpec;
  readonly #where: Whereabouts;
  readonly #waiting: MessageLists;
  /** By NodeId: tries at the node. */
  readonly #atNode: Int32Array;

  constructor(spec: LimitsSpec, nodes: number, messages: MessageTable, where: Whereabouts) {
    this.#spec = spec;
    this.#where = where;
    this.#waiting = new MessageLists(nodes, messages);
    this.#atNode = new Int32Array(nodes);
  }

  /** A try is to go to the node: it goes, or waits with a ticket (above 0), or there is no room even for that. */
  enter(node: NodeId, id: MessageId): "goes" | "full" | number {
    if (this.#atNode[node]! < this.#spec.perNode) {
      this.#go(node, id);
      return "goes";
    }
    if (this.#waiting.length(node) >= this.#spec.queuePerNode) return "full";
    this.#waiting.append(node, id);
    return this.#where.wait(id);
  }

  /** The try has ended, wherever it was. Returns whether it had been sent to the node. */
  leave(node: NodeId, id: MessageId): boolean {
    const wasAtNode = this.#where.isAtNode(id);
    if (wasAtNode) this.#atNode[node]!--;
    else if (this.#where.isWaiting(id)) this.#waiting.remove(node, id);
    this.#where.ends(id);
    return wasAtNode;
  }

  /** The try that goes next, as the node has room for it; NO_MESSAGE where none waits or there is none. */
  next(node: NodeId): MessageId {
    if (this.#atNode[node]! >= this.#spec.perNode) return NO_MESSAGE;
    const id = this.#waiting.takeFirst(node);
    if (id !== NO_MESSAGE) this.#go(node, id);
    return id;
  }

  isWaiting(id: MessageId): boolean {
    return this.#where.isWaiting(id);
  }

  /** The try that has waited for the node longest; NO_MESSAGE where none does. */
  first(node: NodeId): MessageId {
    return this.#waiting.head(node);
  }

  /** Tries that are at the node now. */
  atNode(node: NodeId): number {
    return this.#atNode[node]!;
  }

  /** Tries that wait for it. */
  waiting(node: NodeId): number {
    return this.#waiting.length(node);
  }

  #go(node: NodeId, id: MessageId): void {
    this.#atNode[node]!++;
    this.#where.goes(id);
  }
}
