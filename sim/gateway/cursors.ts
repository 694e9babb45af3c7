/**
 * The message and the reply that a gateway's balancer looks at: one object each, moved from message to message. What the
 * balancer does not ask for is never looked up.
 */
import { NONE, type MessageView, type NodeId, type ReplyView, type TryOutcome } from "../balancers/contract.ts";
import type { Ns } from "../core/time.ts";
import { LOSS_CAUSES } from "../measure/result.ts";
import type { ProducerSpec } from "../scenario.ts";
import { NO_MESSAGE, REAL, WHOLE, type MessageId, type MessageTable } from "../traffic/message-table.ts";
import type { NodeLists } from "./node-lists.ts";
import { CELL } from "./exchange/cells.ts";
import type { Tries } from "./exchange/tries.ts";
import type { FailureKind } from "../scenario.ts";

const { CAUSE, LEFT_IN_SYSTEM, PRODUCER } = WHOLE;
const { DEPARTURE_NS, KEY, SIZE_BYTES, STARTED_NS } = REAL;

/** By loss cause: how a gateway sees it. */
const OUTCOME_OF_CAUSE: readonly TryOutcome[] = LOSS_CAUSES.map((cause) => {
  switch (cause) {
    case "node-down":
      return "refused";
    case "rejected":
    case "expired":
    case "shed":
    case "throttled":
      return "rejected";
    case "error":
      return "error";
    default:
      return "broken";
  }
});

/** By loss cause: after which failure of the last try that is. What never reached its node, or its gateway, times out. */
const FAILURE_OF_CAUSE: readonly FailureKind[] = LOSS_CAUSES.map((cause, i) => {
  if (cause === "network" || cause === "timed-out") return "timeout";
  return OUTCOME_OF_CAUSE[i] as FailureKind;
});

/** Which failure a try has met that its node, or its way there, lost for this cause. */
export function failureKindOf(cause: number): FailureKind {
  return FAILURE_OF_CAUSE[cause]!;
}

export class MessageCursor implements MessageView {
  id: MessageId = NO_MESSAGE;
  ticket: number = NONE;
  readonly #messages: MessageTable;
  readonly #traffic: readonly ProducerSpec[];
  readonly #attempts: NodeLists;
  readonly #address = new Uint8Array(4);

  constructor(messages: MessageTable, traffic: readonly ProducerSpec[], attempts: NodeLists) {
    this.#messages = messages;
    this.#traffic = traffic;
    this.#attempts = attempts;
  }

  get key(): number {
    return this.#messages.real[(this.id >> 1) | KEY]!;
  }

  get sizeBytes(): number {
    return this.#messages.real[(this.id >> 1) | SIZE_BYTES]!;
  }

  get priority(): number {
    return this.#producer.priority;
  }

  /** `key-17`, as recordings of real servers have it. */
  get keyText(): string {
    return this.#producer.keys.kind === "none" ? "" : `key-${this.key}`;
  }

  /** An address of 10.0.0.0/8 that belongs to the key. */
  get clientAddress(): Uint8Array {
    const host = this.key % 0x1000000;
    this.#address[0] = 10;
    this.#address[1] = host >>> 16;
    this.#address[2] = host >>> 8;
    this.#address[3] = host;
    return this.#address;
  }

  get tries(): readonly NodeId[] {
    return this.#attempts.of(this.id);
  }

  get attempt(): number {
    return this.#attempts.count(this.id);
  }

  get previous(): NodeId {
    return this.#attempts.last(this.id);
  }

  tried(node: NodeId): boolean {
    return this.#attempts.includes(this.id, node);
  }

  get #producer(): ProducerSpec {
    return this.#traffic[this.#messages.whole[this.id | PRODUCER]!]!;
  }
}

/** The reply that is being settled. */
export class ReplyCursor implements ReplyView {
  id: MessageId = NO_MESSAGE;
  ok = true;
  /** The gateway gave the try up before any answer: why; null where there is an answer. */
  givenUp: "cancelled" | "timeout" | null = null;
  readonly #messages: MessageTable;
  readonly #attempts: NodeLists;
  /** Null where messages are settled themselves, not tries of them. */
  readonly #tries: Tries | null;

  constructor(messages: MessageTable, attempts: NodeLists, tries: Tries | null) {
    this.#messages = messages;
    this.#tries = tries;
    this.#attempts = attempts;
  }

  get outcome(): TryOutcome {
    if (this.givenUp !== null) return this.givenUp;
    return this.ok ? "ok" : OUTCOME_OF_CAUSE[this.#messages.whole[this.id | CAUSE]!]!;
  }

  get attempt(): number {
    return this.#tries?.get(this.id, CELL.NUMBER) ?? this.#attempts.count(this.id);
  }

  get inSystem(): number {
    return this.#messages.whole[this.id | LEFT_IN_SYSTEM]!;
  }

  get serviceNs(): Ns {
    const { real } = this.#messages;
    return real[(this.id >> 1) | DEPARTURE_NS]! - real[(this.id >> 1) | STARTED_NS]!;
  }
}
