/**
 * The ledger of fates: every message has exactly one, and what its producer was told stands beside it (DESIGN.md,
 * decision 6). Every message belongs to one account; totals are sums over accounts.
 */
import { DELIVERED, LOST, UNDECIDED, WHOLE, type MessageId, type MessageTable } from "../traffic/message-table.ts";
import type { Ns } from "../core/time.ts";
import type { Clock } from "./node-load.ts";
import { LOSS_CAUSES, type LossCause, type MessageCounts } from "./result.ts";

export const CAUSE_REJECTED = 0;
export const CAUSE_DROPPED = 1;
export const CAUSE_REFUSED = 2;
export const CAUSE_NODE_DOWN = 3;
export const CAUSE_NODE_CRASH = 4;
export const CAUSE_NETWORK = 5;
export const CAUSE_ERROR = 6;
export const CAUSE_EXPIRED = 7;
export const CAUSE_SHED = 8;
export const CAUSE_THROTTLED = 9;
export const CAUSE_GATEWAY_CRASH = 10;
export const CAUSE_TIMED_OUT = 11;

const CAUSES = LOSS_CAUSES.length;

const { ACCOUNT, FATE } = WHOLE;
// An account is known by where its row begins, and has these columns.
const OFFERED = 0;
const DELIVERIES = 1;
const CONFIRMED = 2;
const FAILED = 3;
/** The sum of the times when producers were told, less the sum of the times of publication. */
const STAY_NS = 4;
/** Producers that were told of a failure before the message had a fate, or after it was delivered. */
const FAILED_EARLY = 5;
const FAILED_DELIVERED = 6;
/** Producers that gave up waiting, or whom nothing will tell any more. */
const UNHEARD = 7;
const LOSSES = 8;
const ROW = 32;

/** What producers are told; nothing yet is 0. */
export const TOLD_CONFIRMED = 1;
export const TOLD_FAILED = 2;
export const TOLD_UNHEARD = 3;

/** The account of a producer's messages of the warm-up, or of measured time. */
export function accountOf(producer: number, measured: boolean): number {
  return (2 * producer + (measured ? 1 : 0)) * ROW;
}

/** Whether the messages of an account are measured. */
export function isMeasured(account: number): boolean {
  return (account & ROW) !== 0;
}

/** A sum over accounts. */
export interface FateCounts {
  readonly offered: number;
  readonly delivered: number;
  readonly confirmed: number;
  /** Whatever became of the message. */
  readonly failed: number;
  readonly failedDelivered: number;
  readonly failedUndecided: number;
  /** Told nothing, and nothing will tell them. */
  readonly unheard: number;
  readonly lostTotal: number;
  /** By cause. */
  readonly lost: Float64Array;
}

export class Ledger {
  readonly #messages: MessageTable;
  readonly #clock: Clock;
  readonly #rows: Float64Array;

  constructor(messages: MessageTable, producers: number, clock: Clock) {
    this.#messages = messages;
    this.#clock = clock;
    this.#rows = new Float64Array(2 * producers * ROW);
  }

  /** A message of the account has been published now. */
  published(account: number): void {
    const rows = this.#rows;
    rows[account | OFFERED]!++;
    rows[account | STAY_NS]! -= this.#clock.nowNs;
  }

  /** Returns the message's account. */
  delivered(id: MessageId): number {
    const { whole } = this.#messages;
    if (whole[id | FATE] !== UNDECIDED) throw this.#secondFate(id);
    whole[id | FATE] = DELIVERED;
    const account = whole[id | ACCOUNT]!;
    this.#rows[account | DELIVERIES]!++;
    return account;
  }

  /** `delivered`, and `told` at the same time. Returns the message's account. */
  answered(id: MessageId): number {
    const account = this.delivered(id);
    const rows = this.#rows;
    rows[account | STAY_NS]! += this.#clock.nowNs;
    rows[account | CONFIRMED]!++;
    return account;
  }

  lost(id: MessageId, cause: number): void {
    const { whole } = this.#messages;
    if (whole[id | FATE] !== UNDECIDED) throw this.#secondFate(id);
    whole[id | FATE] = LOST;
    this.#rows[whole[id | ACCOUNT]! + LOSSES + cause]!++;
  }

  /** The message's producer knows now. Returns whether that was a delivery, not a loss. */
  told(id: MessageId): boolean {
    const { whole } = this.#messages;
    const rows = this.#rows;
    const account = whole[id | ACCOUNT]!;
    const delivered = whole[id | FATE] === DELIVERED;
    rows[account | STAY_NS]! += this.#clock.nowNs;
    rows[account | (delivered ? CONFIRMED : FAILED)]!++;
    return delivered;
  }

  /** The message's producer is told this, whatever the message's fate is, or is to be. */
  toldAs(id: MessageId, told: number, nowNs: Ns): void {
    const { whole } = this.#messages;
    const account = whole[id | ACCOUNT]!;
    this.#rows[account | STAY_NS]! += nowNs;
    this.#rows[account | this.#columnOf(told, whole[id | FATE]!)]!++;
  }

  /** A message has its fate of which its producer was told before. */
  decidedAfter(id: MessageId, told: number): void {
    const { whole } = this.#messages;
    const account = whole[id | ACCOUNT]!;
    this.#rows[account | this.#columnOf(told, UNDECIDED)]!--;
    this.#rows[account | this.#columnOf(told, whole[id | FATE]!)]!++;
  }

  #columnOf(told: number, fate: number): number {
    if (told === TOLD_UNHEARD) return UNHEARD;
    if (told === TOLD_CONFIRMED && fate !== DELIVERED) throw new Error("ledger: confirmed, but not delivered");
    if (told === TOLD_CONFIRMED) return CONFIRMED;
    if (fate === DELIVERED) return FAILED_DELIVERED;
    return fate === LOST ? FAILED : FAILED_EARLY;
  }

  /** The integral of messages in the system from the start of the run on: each counts from publication until told. */
  inSystemArea(nowNs: Ns): number {
    let area = nowNs * this.#messages.length;
    for (let row = 0; row < this.#rows.length; row += ROW) area += this.#rows[row | STAY_NS]!;
    return area;
  }

  /** The sum over the accounts that `includes` says yes to. */
  sum(includes: (account: number) => boolean): FateCounts {
    const lost = new Float64Array(CAUSES);
    const failures = { failed: 0, failedDelivered: 0, failedUndecided: 0 };
    const counts = { offered: 0, delivered: 0, confirmed: 0, ...failures, unheard: 0, lostTotal: 0, lost };
    for (let account = 0; account < this.#rows.length; account += ROW) {
      if (!includes(account)) continue;
      const row = this.#rows.subarray(account, account + ROW);
      counts.offered += row[OFFERED]!;
      counts.delivered += row[DELIVERIES]!;
      counts.confirmed += row[CONFIRMED]!;
      counts.failed += row[FAILED]! + row[FAILED_EARLY]! + row[FAILED_DELIVERED]!;
      counts.failedDelivered += row[FAILED_DELIVERED]!;
      counts.failedUndecided += row[FAILED_EARLY]!;
      counts.unheard += row[UNHEARD]!;
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
      if (this.#messages.whole[id | FATE] === UNDECIDED) undecided++;
    });
    const { offered, delivered, lostTotal, confirmed, failed, failedDelivered, failedUndecided, unheard } = this.all;
    if (offered !== delivered + lostTotal + undecided)
      throw new Error(
        `ledger: ${offered} offered, but ${delivered} delivered + ${lostTotal} lost + ${undecided} in flight`,
      );
    const failedLost = failed - failedDelivered - failedUndecided;
    if (confirmed + failedDelivered > delivered || failedLost > lostTotal || failedUndecided > undecided)
      throw new Error(
        `ledger: ${confirmed} confirmed and ${failedDelivered} failed of ${delivered} delivered, ` +
          `${failedLost} failed of ${lostTotal} lost, ${failedUndecided} failed of ${undecided} in flight`,
      );
    const told = confirmed + failed + unheard;
    if (told + this.#messages.length !== offered)
      throw new Error(`ledger: ${offered} offered, but ${told} told and ${this.#messages.length} in the table`);
  }

  /** The measured messages' counts for the result. */
  counts(): MessageCounts {
    const { offered, delivered, lostTotal, confirmed, failed, failedDelivered, failedUndecided, lost } = this.measured;
    const failedLost = failed - failedDelivered - failedUndecided;
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
        delivered: { confirmed, failed: failedDelivered, unknown: delivered - confirmed - failedDelivered },
        lost: { confirmed: 0, failed: failedLost, unknown: lostTotal - failedLost },
        inFlight: { confirmed: 0, failed: failedUndecided, unknown: inFlight - failedUndecided },
      },
    };
  }

  #secondFate(id: MessageId): Error {
    return new Error(`ledger: message ${id} was given a second fate`);
  }
}
