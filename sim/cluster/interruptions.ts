/**
 * Messages that leave a node at their gateway's wish, before they are done: out of the queue, or from their worker, whose
 * work until then was for nobody.
 */
import * as Message from "../traffic/message-table.ts";
import type { MessageId } from "../traffic/message-table.ts";
import type { ErrorAnswers } from "./error-answers.ts";
import type { Outages } from "./outages.ts";
import type { ClusterMoves, ClusterParts } from "./parts.ts";

const { IN_SERVICE, NODE } = Message.WHOLE;
const { WORK_NS } = Message.REAL;
const { DROPPED, ERRS, NOWHERE, SERVED_NOW } = Message;

export class Interruptions {
  readonly #parts: ClusterParts;
  readonly #moves: ClusterMoves;
  readonly #outages: Outages;
  readonly #errors: ErrorAnswers;

  constructor(parts: ClusterParts, moves: ClusterMoves, outages: Outages, errors: ErrorAnswers) {
    this.#parts = parts;
    this.#moves = moves;
    this.#outages = outages;
    this.#errors = errors;
  }

  /**
   * Takes a message that waits or is served off its node, which counts it neither as completed nor as lost. A node that
   * stands still, or is down and durable, is without it when it goes on. Returns whether the node held it.
   */
  cancel(id: MessageId): boolean {
    const { messages, specs } = this.#parts;
    const node = messages.whole[id | NODE]!;
    // Dropped by the worker that has just taken another, whose start cancels it: it is about to be told of its loss.
    if (messages.whole[id | IN_SERVICE] === DROPPED) return false;
    if (messages.whole[id | IN_SERVICE] === ERRS) this.#errors.cancel(node, id);
    else if (this.#outages.isDown(node) && !specs[node]!.durable) return false;
    else if (this.#outages.forget(node, id)) this.#moves.gone(node, id);
    else this.#takeOff(node, id);
    return true;
  }

  #takeOff(node: number, id: MessageId): void {
    const { messages, services, shared } = this.#parts;
    if (shared.has(node)) {
      shared.remove(node, id);
      this.#moves.gone(node, id);
      shared.reschedule(node);
    } else if (messages.whole[id | IN_SERVICE] === SERVED_NOW) {
      services.stop(node, id);
      this.#moves.gone(node, id);
      if (this.#outages.isServing(node)) this.#moves.goOn(node);
    } else {
      this.#unqueue(node, id);
      this.#moves.gone(node, id);
    }
  }

  #unqueue(node: number, id: MessageId): void {
    const { messages, queues, watch } = this.#parts;
    queues.remove(node, id);
    messages.whole[id | IN_SERVICE] = NOWHERE;
    watch?.waits(node, -messages.real[(id >> 1) | WORK_NS]!);
  }
}
