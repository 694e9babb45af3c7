/** Nodes that answer a part of what comes with an error instead of taking it in: fast, and wrong. */
import { NODE_ERRS } from "../core/event-kinds.ts";
import type { Random } from "../core/random.ts";
import type { Ns } from "../core/time.ts";
import { CAUSE_ERROR } from "../measure/ledger.ts";
import { MessageLists } from "../traffic/message-list.ts";
import * as Message from "../traffic/message-table.ts";
import type { MessageId } from "../traffic/message-table.ts";
import type { NodeTally } from "./node-tally.ts";
import type { ClusterMoves, ClusterParts } from "./parts.ts";

const { EPOCH, IN_SERVICE, NODE } = Message.WHOLE;
const { DEPARTURE_NS } = Message.REAL;
const { ERRS, NOWHERE } = Message;

export class ErrorAnswers {
  readonly #parts: ClusterParts;
  readonly #moves: ClusterMoves;
  readonly #tally: NodeTally;
  readonly #stream: (name: string) => Random;
  // By node.
  readonly #probability: Float64Array;
  readonly #latencyNs: Float64Array;
  /** What has been promised an answer; made when a node errs for the first time. */
  #lists: MessageLists | null = null;

  constructor(parts: ClusterParts, moves: ClusterMoves, tally: NodeTally, stream: (name: string) => Random) {
    this.#parts = parts;
    this.#moves = moves;
    this.#tally = tally;
    this.#stream = stream;
    this.#probability = new Float64Array(parts.nodes.count);
    this.#latencyNs = new Float64Array(parts.nodes.count);
  }

  /** From now on this fraction of what comes to the node is answered with an error, so long after it came. 0: none. */
  set(node: number, probability: number, latencyNs: Ns): void {
    this.#probability[node] = probability;
    this.#latencyNs[node] = latencyNs;
    this.#lists ??= new MessageLists(this.#parts.nodes.count, this.#parts.messages);
  }

  /** Whether the node errs at all. */
  at(node: number): boolean {
    return this.#probability[node]! > 0;
  }

  /** A message has come. Returns whether it will be answered with an error, and is none of the node's business beyond that. */
  takes(node: number, id: MessageId): boolean {
    const probability = this.#probability[node]!;
    if (probability === 0) return false;
    const { loop, messages, specs } = this.#parts;
    if (this.#stream(`nodes/${specs[node]!.name}/errors`).unit() >= probability) return false;
    const dueNs = loop.nowNs + this.#latencyNs[node]!;
    messages.whole[id | IN_SERVICE] = ERRS;
    messages.real[(id >> 1) | DEPARTURE_NS] = dueNs;
    this.#lists!.append(node, id);
    loop.at(dueNs, NODE_ERRS, id, messages.whole[id | EPOCH]!);
    return true;
  }

  /** The NODE_ERRS event. A node that stands still answers when it goes on. */
  due(id: MessageId, epoch: number, isServing: (node: number) => boolean): void {
    const { whole } = this.#parts.messages;
    const node = whole[id | NODE]!;
    if (whole[id | EPOCH] === epoch && whole[id | IN_SERVICE] === ERRS && isServing(node)) this.#answer(node, id);
  }

  /** The node goes on: whom it should have answered meanwhile it answers now. */
  woken(node: number): void {
    if (this.#lists === null) return;
    const all: MessageId[] = [];
    this.#lists.forEach(node, (id) => all.push(id));
    // One answer may bring about the cancellation of another message that waits for its own.
    for (const id of all) if (this.#isDue(id)) this.#answer(node, id);
  }

  #isDue(id: MessageId): boolean {
    const { loop, messages } = this.#parts;
    return messages.whole[id | IN_SERVICE] === ERRS && messages.real[(id >> 1) | DEPARTURE_NS]! <= loop.nowNs;
  }

  #answer(node: number, id: MessageId): void {
    this.cancel(node, id);
    this.#tally.errors[node]!++;
    this.#moves.lost(id, CAUSE_ERROR);
  }

  /** There will be no answer. */
  cancel(node: number, id: MessageId): void {
    const { whole } = this.#parts.messages;
    this.#lists!.remove(node, id);
    whole[id | IN_SERVICE] = NOWHERE;
    whole[id | EPOCH]!++;
  }

  /** The node has gone down: takes all that it will not answer any more. */
  takeAll(node: number): readonly MessageId[] {
    const all: MessageId[] = [];
    this.#lists?.forEach(node, (id) => all.push(id));
    for (const id of all) this.cancel(node, id);
    return all;
  }
}
