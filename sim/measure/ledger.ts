/**
 * The ledger of fates: every message has exactly one, and what its producer was told stands beside it (DESIGN.md,
 * decision 6). Every message belongs to one account; totals are sums over accounts.
 */
import { DELIVERED, LOST, UNDECIDED, WHOLE, type MessageId, type MessageTable } from "../traffic/message-table.ts";
import { LOSS_CAUSES, type LossCause, type MessageCounts } from "./result.ts";

export const CAUSE_REJECTED = 0;
export const CAUSE_DROPPED = 1;
export const CAUSE_REFUSED = 2;
export const CAUSE_NODE_DOWN = 3;
export const CAUSE_NODE_CRASH = 4;

/** What an account is: a producer's messages of the warm-up (even) or of measured time (odd). */
export function accountOf(producer: number, measured: boolean): number {
  return 2 * producer + (measured ? 1 : 0);
}

/** Whether the messages of an account are measured. */
export function isMeasured(account: number): boolean {
  return (account & 1) === 1;
}

/** A sum over accounts. */
export interface FateCounts {
  readonly offered: number;
  readonly delivered: number;
  readonly confirmed: number;
  readonly failed: number;
  readonly lostTotal: number;
  /** By cause. */
  readonly lost: Float64Array;
}

const CAUSES = LOSS_CAUSES.length;

const { ACCOUNT, FATE } = WHOLE;
// Columns of an account's row.
const OFFERED = 0;
const DELIVERIES = 1;
const CONFIRMED = 2;
const FAILED = 3;
const LOSSES = 4;
const ROW = LOSSES + CAUSES;

export class Ledger {
  readonly #messages: MessageTable;
  readonly #accounts: number;
  /** By account, a row. */
  readonly #rows: Float64Array;

  constructor(messages: MessageTable, producers: number) {
    this.#messages = messages;
    this.#accounts = 2 * producers;
    this.#rows = new Float64Array(this.#accounts * ROW);
  }

  published(id: MessageId): void {
    this.#rows[this.#messages.whole[id + ACCOUNT]! * ROW + OFFERED]!++;
  }

  delivered(id: MessageId): void {
    this.#decide(id, DELIVERED);
    this.#rows[this.#messages.whole[id + ACCOUNT]! * ROW + DELIVERIES]!++;
  }

  lost(id: MessageId, cause: number): void {
    this.#decide(id, LOST);
    this.#rows[this.#messages.whole[id + ACCOUNT]! * ROW + LOSSES + cause]!++;
  }

  /** The producer now knows: `ok` after a delivery, else after a loss. */
  told(id: MessageId, ok: boolean): void {
    this.#rows[this.#messages.whole[id + ACCOUNT]! * ROW + (ok ? CONFIRMED : FAILED)]!++;
  }

  /** The sum over the accounts that `includes` says yes to. */
  sum(includes: (account: number) => boolean): FateCounts {
    const lost = new Float64Array(CAUSES);
    const counts = { offered: 0, delivered: 0, confirmed: 0, failed: 0, lostTotal: 0, lost };
    for (let account = 0; account < this.#accounts; account++) {
      if (!includes(account)) continue;
      const row = this.#rows.subarray(account * ROW, (account + 1) * ROW);
      counts.offered += row[OFFERED]!;
      counts.delivered += row[DELIVERIES]!;
      counts.confirmed += row[CONFIRMED]!;
      counts.failed += row[FAILED]!;
      for (let cause = 0; cause < CAUSES; cause++) lost[cause]! += row[LOSSES + cause]!;
    }
    counts.lostTotal = lost.reduce((sum, count) => sum + count, 0);
    return counts;
  }

  /** Over every message of the run. */
  get all(): FateCounts {
    return this.sum(() => true);
  }

  /** Over those published after the warm-up. */
  get measured(): FateCounts {
    return this.sum(isMeasured);
  }

  /** Throws when the sums do not add up; `inFlight` is counted from the message table, not from these counters. */
  check(): void {
    let undecided = 0;
    this.#messages.forEach((id) => {
      if (this.#messages.whole[id + FATE] === UNDECIDED) undecided++;
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
    const { whole } = this.#messages;
    if (whole[id + FATE] !== UNDECIDED) throw new Error(`ledger: message ${id} was given a second fate`);
    whole[id + FATE] = fate;
  }
}
