/**
 * Which of the nodes that a message needs have done with it. A node counts once, however often the message came to it: a second
 * copy that the network made, or a retry, is no other replica. Only of messages that need several.
 */
import type { NodeId } from "../../balancers/contract.ts";
import type { MessageId } from "../../traffic/message-table.ts";
import { NodeLists } from "../node-lists.ts";
import { CELL } from "./cells.ts";
import type { Tries } from "./tries.ts";

const { SENT, TWINS } = CELL;

export class Replicas {
  readonly #tries: Tries;
  readonly #copies: number;
  readonly #processed = new NodeLists();
  readonly #heard = new NodeLists();

  constructor(tries: Tries, copies: number) {
    this.#tries = tries;
    this.#copies = copies;
  }

  /** A node has processed the message. Returns whether that is one more. */
  processed(message: MessageId, node: NodeId): boolean {
    return this.#isOneMore(this.#processed, message, node);
  }

  /** The gateway has heard so. Returns whether that is one more. */
  heard(message: MessageId, node: NodeId): boolean {
    return this.#isOneMore(this.#heard, message, node);
  }

  hasHeard(message: MessageId, node: NodeId): boolean {
    return this.#mayRepeat(message) && this.#heard.includes(message, node);
  }

  forget(message: MessageId): void {
    this.#processed.forget(message);
    this.#heard.forget(message);
  }

  #isOneMore(nodes: NodeLists, message: MessageId, node: NodeId): boolean {
    if (this.#mayRepeat(message) && nodes.includes(message, node)) return false;
    nodes.add(message, node);
    return true;
  }

  /** The copies of one round go to distinct nodes: nobody needs to look. */
  #mayRepeat(message: MessageId): boolean {
    return this.#tries.get(message, SENT) > this.#copies || this.#tries.get(message, TWINS) > 0;
  }
}
