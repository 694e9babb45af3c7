/** One message's life, for whoever asks for raw records. */
import type { Ns } from "../core/time.ts";
import { DELIVERED, LOST, REAL, WHOLE, type MessageId, type MessageTable } from "../traffic/message-table.ts";
import { TOLD_CONFIRMED, TOLD_FAILED, TOLD_UNHEARD } from "./ledger.ts";
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
  /** When it reached its node. */
  readonly arrivedNs: Ns;
  readonly startedNs: Ns;
  readonly completedNs: Ns;
  /** When the producer was told. */
  readonly settledNs: Ns;
  /** As far as it is decided when the producer is told, or gives up waiting. */
  readonly fate: "delivered" | "undecided" | LossCause;
  readonly told: "confirmed" | "failed" | "unknown";
}

/** By what the ledger calls it. */
const TOLD = { [TOLD_CONFIRMED]: "confirmed", [TOLD_FAILED]: "failed", [TOLD_UNHEARD]: "unknown" } as const;

/** The record of a message whose producer is told this now: a TOLD of the ledger. */
export function recordOf(messages: MessageTable, id: MessageId, settledNs: Ns, told: number): MessageRecord {
  const { whole, real } = messages;
  const delivered = whole[id | WHOLE.FATE] === DELIVERED;
  const lost = whole[id | WHOLE.FATE] === LOST;
  return {
    sequence: real[(id >> 1) | REAL.SEQUENCE]!,
    producer: whole[id | WHOLE.PRODUCER]!,
    gateway: whole[id | WHOLE.GATEWAY]!,
    node: whole[id | WHOLE.NODE]!,
    key: real[(id >> 1) | REAL.KEY]!,
    workNs: real[(id >> 1) | REAL.WORK_NS]!,
    sizeBytes: real[(id >> 1) | REAL.SIZE_BYTES]!,
    publishedNs: real[(id >> 1) | REAL.PUBLISHED_NS]!,
    arrivedNs: delivered ? real[(id >> 1) | REAL.ENQUEUED_NS]! : NaN,
    startedNs: delivered ? real[(id >> 1) | REAL.STARTED_NS]! : NaN,
    completedNs: delivered ? real[(id >> 1) | REAL.DEPARTURE_NS]! : NaN,
    settledNs,
    fate: delivered ? "delivered" : lost ? LOSS_CAUSES[whole[id | WHOLE.CAUSE]!]! : "undecided",
    told: TOLD[told as keyof typeof TOLD],
  };
}
