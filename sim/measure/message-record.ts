/** One message's life, for whoever asks for raw records. */
import type { Ns } from "../core/time.ts";
import { DELIVERED, type MessageId, type MessageTable } from "../traffic/message-table.ts";
import { LOSS_CAUSES, type LossCause } from "./result.ts";

/** Times in nanoseconds since the start of the run; NaN where it never came to that. */
export interface MessageRecord {
  /** Publication order over all producers, from 0. */
  readonly sequence: number;
  /** Index into the scenario's traffic. */
  readonly producer: number;
  readonly gateway: number;
  /** NONE where no node was picked. */
  readonly node: number;
  readonly key: number;
  readonly workNs: Ns;
  readonly sizeBytes: number;
  readonly publishedNs: Ns;
  readonly startedNs: Ns;
  readonly completedNs: Ns;
  /** When the producer was told. */
  readonly settledNs: Ns;
  readonly fate: "delivered" | LossCause;
}

/** The record of a message whose producer is told now. */
export function recordOf(messages: MessageTable, id: MessageId, settledNs: Ns): MessageRecord {
  const delivered = messages.fate[id] === DELIVERED;
  return {
    sequence: messages.sequence[id]!,
    producer: messages.producer[id]!,
    gateway: messages.gateway[id]!,
    node: messages.node[id]!,
    key: messages.key[id]!,
    workNs: messages.workNs[id]!,
    sizeBytes: messages.sizeBytes[id]!,
    publishedNs: messages.publishedNs[id]!,
    startedNs: delivered ? messages.startedNs[id]! : NaN,
    completedNs: delivered ? messages.departureNs[id]! : NaN,
    settledNs,
    fate: delivered ? "delivered" : LOSS_CAUSES[messages.cause[id]!]!,
  };
}
