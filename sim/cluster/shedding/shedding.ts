/** Nodes that turn work away before they are full: at the door, as a worker takes it, or as its deadline passes. */
import { NODE_DEADLINE } from "../../core/event-kinds.ts";
import { CAUSE_EXPIRED, CAUSE_SHED } from "../../measure/ledger.ts";
import type { ProducerSpec, SheddingSpec } from "../../scenario.ts";
import * as Message from "../../traffic/message-table.ts";
import type { MessageId } from "../../traffic/message-table.ts";
import type { NodeTally } from "../node-tally.ts";
import type { ClusterMoves, ClusterParts } from "../parts.ts";
import { CoDel } from "./codel.ts";
import { TokenBucket } from "./token-bucket.ts";

const { IN_SERVICE, NODE, PRODUCER } = Message.WHOLE;
const { DEADLINE_NS, ENQUEUED_NS, WORK_NS } = Message.REAL;
const { DROPPED, LEAVES_AT_DEADLINE, NOWHERE, NO_MESSAGE } = Message;

/** Nothing is wrong with the message. */
export const NO_CAUSE = -1;

interface Rules {
  readonly expired: SheddingSpec["expired"];
  readonly codel: CoDel | null;
  readonly bucket: TokenBucket | null;
}

/** Whether what comes to such a node has to be looked at. */
export function needsShedding({ expired, codel, tokenBucket }: SheddingSpec): boolean {
  return expired !== undefined || codel !== undefined || tokenBucket !== undefined;
}

export class Shedding {
  readonly #parts: ClusterParts;
  readonly #moves: ClusterMoves;
  readonly #tally: NodeTally;
  /** By node; null for one that takes whatever comes. */
  readonly #rules: readonly (Rules | null)[];
  /** By producer: whether its messages have a deadline. */
  readonly #hasDeadline: readonly boolean[];
  /** What a worker has just dropped, and why: told when it has taken another. */
  #dropped: MessageId[] = [];
  #causes: number[] = [];

  constructor(parts: ClusterParts, moves: ClusterMoves, tally: NodeTally, traffic: readonly ProducerSpec[]) {
    this.#parts = parts;
    this.#moves = moves;
    this.#tally = tally;
    this.#rules = parts.specs.map(({ shedding }) =>
      shedding === undefined || !needsShedding(shedding) ? null : rulesOf(shedding),
    );
    this.#hasDeadline = traffic.map(({ deadline }) => deadline !== undefined);
  }

  has(node: number): boolean {
    return this.#rules[node] !== null;
  }

  /** A message has come; `served`: a worker would take it now. Why it may not come in; NO_CAUSE where it may. */
  refusal(node: number, id: MessageId, served: boolean): number {
    const rules = this.#rules[node];
    if (rules == null) return NO_CAUSE;
    const looks = rules.expired === "at-once" || (rules.expired === "on-start" && served);
    if (looks && this.#hasExpired(id)) return this.#count(node, CAUSE_EXPIRED);
    if (rules.bucket?.takes(this.#parts.loop.nowNs) === false) return this.#count(node, CAUSE_SHED);
    return NO_CAUSE;
  }

  /** A worker that was free takes a message which did not wait. */
  startsAtOnce(node: number): void {
    this.#rules[node]?.codel?.drops(this.#parts.loop.nowNs, 0, false);
  }

  /** A message waits from now on. */
  waits(node: number, id: MessageId): void {
    const { loop, messages } = this.#parts;
    if (this.#rules[node]?.expired !== "at-once" || !this.#hasDeadline[messages.whole[id | PRODUCER]!]) return;
    messages.whole[id | IN_SERVICE] = LEAVES_AT_DEADLINE;
    loop.at(messages.real[(id >> 1) | DEADLINE_NS]!, NODE_DEADLINE, id, 0);
  }

  /** Takes the next message that is worth serving; NO_MESSAGE where none is left. `tell` follows. */
  take(node: number): MessageId {
    const { messages, queues, watch } = this.#parts;
    for (let id = queues.take(node); id !== NO_MESSAGE; id = queues.take(node)) {
      watch?.waits(node, -messages.real[(id >> 1) | WORK_NS]!);
      const cause = this.#verdict(node, id);
      if (cause === NO_CAUSE) return id;
      this.#drop(node, id, cause);
    }
    this.#rules[node]?.codel?.emptied();
    return NO_MESSAGE;
  }

  /** Tells of what was dropped: last, since the answers may bring the next messages here at once. */
  tell(): void {
    if (this.#dropped.length === 0) return;
    const [dropped, causes] = [this.#dropped, this.#causes];
    this.#dropped = [];
    this.#causes = [];
    dropped.forEach((id, i) => {
      this.#parts.messages.whole[id | IN_SERVICE] = NOWHERE;
      this.#moves.lost(id, causes[i]!);
    });
  }

  /** The NODE_DEADLINE event. A node that stands still looks when it goes on. */
  deadline(id: MessageId, isServing: (node: number) => boolean): void {
    const { whole } = this.#parts.messages;
    const node = whole[id | NODE]!;
    if (whole[id | IN_SERVICE] !== LEAVES_AT_DEADLINE || !this.#hasExpired(id) || !isServing(node)) return;
    this.#expire(node, id);
    this.tell();
  }

  /** The node goes on: whoever should have left meanwhile leaves now. */
  woken(node: number): void {
    if (this.#rules[node]?.expired !== "at-once") return;
    const expired: MessageId[] = [];
    this.#parts.queues.forEach(node, (id) => {
      if (this.#hasExpired(id)) expired.push(id);
    });
    for (const id of expired) this.#expire(node, id);
    this.tell();
  }

  #expire(node: number, id: MessageId): void {
    const { messages, queues, watch } = this.#parts;
    queues.remove(node, id);
    watch?.waits(node, -messages.real[(id >> 1) | WORK_NS]!);
    this.#drop(node, id, CAUSE_EXPIRED);
  }

  #verdict(node: number, id: MessageId): number {
    const rules = this.#rules[node];
    if (rules == null) return NO_CAUSE;
    if (rules.expired !== undefined && this.#hasExpired(id)) return CAUSE_EXPIRED;
    if (rules.codel === null) return NO_CAUSE;
    const { loop, messages, queues } = this.#parts;
    const waitedNs = loop.nowNs - messages.real[(id >> 1) | ENQUEUED_NS]!;
    return rules.codel.drops(loop.nowNs, waitedNs, queues.length(node) > 0) ? CAUSE_SHED : NO_CAUSE;
  }

  #drop(node: number, id: MessageId, cause: number): void {
    this.#parts.messages.whole[id | IN_SERVICE] = DROPPED;
    this.#moves.gone(node, id);
    this.#count(node, cause);
    this.#dropped.push(id);
    this.#causes.push(cause);
  }

  #count(node: number, cause: number): number {
    (cause === CAUSE_EXPIRED ? this.#tally.expired : this.#tally.shed)[node]!++;
    return cause;
  }

  #hasExpired(id: MessageId): boolean {
    const { loop, messages } = this.#parts;
    return this.#hasDeadline[messages.whole[id | PRODUCER]!]! && messages.real[(id >> 1) | DEADLINE_NS]! <= loop.nowNs;
  }
}

function rulesOf({ expired, codel, tokenBucket }: SheddingSpec): Rules {
  return {
    expired,
    codel: codel === undefined ? null : new CoDel(codel.targetNs, codel.intervalNs),
    bucket: tokenBucket === undefined ? null : new TokenBucket(tokenBucket.ratePerSecond, tokenBucket.burst),
  };
}
