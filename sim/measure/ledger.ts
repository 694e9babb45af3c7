/**
 * The ledger of fates: every message has exactly one, and what its producer was told stands beside it (DESIGN.md,
 * decision 6). `all` counts every message of the run, `measured` those published after the warm-up.
 */
import { DELIVERED, LOST, UNDECIDED, type MessageId, type MessageTable } from "../traffic/message-table.ts";
import { LOSS_CAUSES, type LossCause, type MessageCounts } from "./result.ts";

export const CAUSE_REJECTED = 0;
export const CAUSE_DROPPED = 1;
export const CAUSE_REFUSED = 2;
export const CAUSE_NODE_DOWN = 3;
export const CAUSE_NODE_CRASH = 4;

/** Counts of one population of messages. */
export class FateCounts {
  offered = 0;
  delivered = 0;
  confirmed = 0;
  failed = 0;
  readonly lost: Float64Array = new Float64Array(LOSS_CAUSES.length);

  get lostTotal(): number {
    return this.lost.reduce((sum, count) => sum + count, 0);
  }
}

export class Ledger {
  readonly all: FateCounts = new FateCounts();
  readonly measured: FateCounts = new FateCounts();
  readonly #messages: MessageTable;

  constructor(messages: MessageTable) {
    this.#messages = messages;
  }

  published(id: MessageId): void {
    this.all.offered++;
    if (this.#messages.measured[id] === 1) this.measured.offered++;
  }

  delivered(id: MessageId): void {
    this.#decide(id, DELIVERED);
    this.all.delivered++;
    if (this.#messages.measured[id] === 1) this.measured.delivered++;
  }

  lost(id: MessageId, cause: number): void {
    this.#decide(id, LOST);
    this.all.lost[cause]!++;
    if (this.#messages.measured[id] === 1) this.measured.lost[cause]!++;
  }

  /** The producer now knows: `ok` after a delivery, else after a loss. */
  told(id: MessageId, ok: boolean): void {
    if (ok) this.all.confirmed++;
    else this.all.failed++;
    if (this.#messages.measured[id] !== 1) return;
    if (ok) this.measured.confirmed++;
    else this.measured.failed++;
  }

  /** Throws when the sums do not add up; `inFlight` is counted from the message table, not from these counters. */
  check(): void {
    let undecided = 0;
    this.#messages.forEach((id) => {
      if (this.#messages.fate[id] === UNDECIDED) undecided++;
    });
    const { offered, delivered, lostTotal, confirmed, failed } = this.all;
    if (offered !== delivered + lostTotal + undecided)
      throw new Error(
        `ledger: ${offered} offered, but ${delivered} delivered + ${lostTotal} lost + ${undecided} in flight`,
      );
    if (confirmed > delivered || failed > lostTotal)
      throw new Error(
        `ledger: ${confirmed} confirmed of ${delivered} delivered, ${failed} failed of ${lostTotal} lost`,
      );
    if (confirmed + failed + this.#messages.length !== offered)
      throw new Error(
        `ledger: ${offered} offered, but ${confirmed + failed} told and ${this.#messages.length} in the table`,
      );
  }

  /** The measured messages' counts for the result. */
  counts(): MessageCounts {
    const { offered, delivered, lostTotal, confirmed, failed, lost } = this.measured;
    const inFlight = offered - delivered - lostTotal;
    const byCause = Object.fromEntries(LOSS_CAUSES.map((cause, i) => [cause, lost[i]!])) as Record<LossCause, number>;
    return {
      warmup: this.all.offered - offered,
      offered,
      delivered,
      lost: lostTotal,
      lostByCause: byCause,
      inFlight,
      confirmed,
      failed,
      unknown: offered - confirmed - failed,
      told: {
        delivered: { confirmed, failed: 0, unknown: delivered - confirmed },
        lost: { confirmed: 0, failed, unknown: lostTotal - failed },
        inFlight: { confirmed: 0, failed: 0, unknown: inFlight },
      },
    };
  }

  #decide(id: MessageId, fate: number): void {
    if (this.#messages.fate[id] !== UNDECIDED) throw new Error(`ledger: message slot ${id} was given a second fate`);
    this.#messages.fate[id] = fate;
  }
}
