/**
 * Everything that is measured of a run, in one place that the engine tells what happens. It looks at the clock only where
 * an interval or the warm-up ends; the engine asks `boundaryNs` before each event.
 */
import { NEVER, type Ns } from "../core/time.ts";
import type { Scenario } from "../scenario.ts";
import { REAL, WHOLE, type MessageId, type MessageTable } from "../traffic/message-table.ts";
import { Answers } from "./answers.ts";
import { imbalanceOf } from "./imbalance.ts";
import { accountOf, isMeasured, Ledger, TOLD_CONFIRMED } from "./ledger.ts";
import { OrderingTracker } from "./ordering.ts";
import { FaultLog } from "./fault-log.ts";
import type { Clock, NodeLoad, NodeTotals } from "./node-load.ts";
import { LOSS_CAUSES } from "./result.ts";
import { intervalFor, SeriesRecorder } from "./series.ts";
import { TryCounts } from "./tries.ts";

const { ACCOUNT, PRODUCER } = WHOLE;
const { KEY } = REAL;

export class Recorder {
  /**
   * The engine calls `reach` before the first event at or after this. Begins as NaN, as do the other doubles here, since 0
   * is no double to V8 (DESIGN.md, §8).
   */
  boundaryNs: Ns = NaN;
  readonly warmupNs: Ns;
  readonly ledger: Ledger;
  readonly answers: Answers;
  readonly ordering: OrderingTracker | null;
  readonly series: SeriesRecorder;
  readonly faults: FaultLog;
  readonly tries: TryCounts = new TryCounts();
  /** Time averages end here: nothing is published any more, and what drains would dilute them. NEVER until known. */
  #closesNs: Ns;
  #totals: NodeTotals | null = null;

  readonly #messages: MessageTable;
  readonly #load: NodeLoad;
  readonly #clock: Clock;
  /** The open interval began here. */
  #intervalStartNs: Ns = NaN;
  #inWarmup: boolean;
  #inSystemAreaBefore: number = NaN;
  // What the open interval is measured from.
  #offeredBefore: number = NaN;
  #deliveredBefore: number = NaN;
  readonly #lostBefore = new Float64Array(LOSS_CAUSES.length);
  readonly #areaBefore: Float64Array;
  readonly #arrivalsBefore: Float64Array;
  readonly #intervalArrivals: Float64Array;

  /** `answersAtOnce`: no link from a node back to a producer takes time. `seriesIsKept`: its result will be asked for. */
  constructor(
    scenario: Scenario,
    warmupNs: Ns,
    load: NodeLoad,
    messages: MessageTable,
    clock: Clock,
    answersAtOnce: boolean,
    seriesIsKept: boolean,
  ) {
    this.#intervalStartNs = 0;
    this.#inSystemAreaBefore = 0;
    this.#offeredBefore = 0;
    this.#deliveredBefore = 0;
    this.#clock = clock;
    this.faults = new FaultLog(clock);
    this.#messages = messages;
    this.#load = load;
    this.warmupNs = warmupNs;
    this.ledger = new Ledger(messages, scenario.traffic.length, clock);
    const keyed = scenario.traffic.some((producer) => producer.keys.kind !== "none");
    this.ordering = keyed ? new OrderingTracker(scenario.traffic.length) : null;
    this.#areaBefore = new Float64Array(load.count);
    this.#arrivalsBefore = new Float64Array(load.count);
    this.#intervalArrivals = new Float64Array(load.count);
    this.series = new SeriesRecorder(
      intervalFor(scenario.durationNs),
      scenario.nodes.map((node) => node.name),
      seriesIsKept,
    );
    this.answers = new Answers(scenario.traffic.length, answersAtOnce, messages, clock, this.series, load);
    this.#inWarmup = warmupNs > 0;
    this.#closesNs = scenario.durationNs;
    this.boundaryNs = this.#nextBoundary();
  }

  /** Where looking at the clock pays next: an interval, the warm-up or measured time ends. */
  #nextBoundary(): Ns {
    const intervalEndNs = this.#intervalStartNs + this.series.intervalNs;
    const closesNs = this.#totals === null ? this.#closesNs : NEVER;
    return Math.min(intervalEndNs, closesNs, this.#inWarmup ? this.warmupNs : NEVER);
  }

  /** Nothing will be published from now on: measured time ends. */
  close(): void {
    this.#closesNs = Math.min(this.#closesNs, this.#clock.nowNs);
    this.boundaryNs = this.#nextBoundary();
    this.reach(this.#clock.nowNs);
  }

  published(id: MessageId, producer: number): void {
    const account = accountOf(producer, !this.#inWarmup);
    this.#messages.whole[id | ACCOUNT] = account;
    this.ledger.published(account);
    if (this.ordering !== null) this.ordering.published(id, producer, this.#messages.real[(id >> 1) | KEY]!);
  }

  served(id: MessageId): void {
    const measured = isMeasured(this.ledger.delivered(id));
    if (measured) this.answers.served(id);
    if (this.ordering !== null) this.#settleOrder(id, true, measured);
  }

  /** A message has been served, and its producer knows: `served` and `told` in one. */
  answered(id: MessageId): void {
    const account = this.ledger.answered(id);
    const measured = isMeasured(account);
    if (measured) this.answers.served(id);
    this.answers.confirmed(id, account);
    if (this.ordering !== null) this.#settleOrder(id, true, measured);
  }

  /** A message that was processed before has been processed a second time, by a try of this origin. */
  processedTwice(id: MessageId, origin: number): void {
    if (isMeasured(this.#messages.whole[id | ACCOUNT]!)) this.tries.processedTwice(origin);
  }

  /** A node has recognised a try of a message that was processed before. */
  suppressed(id: MessageId): void {
    if (isMeasured(this.#messages.whole[id | ACCOUNT]!)) this.tries.suppressed++;
  }

  /** The message's gateway has done with it, having sent so many tries. */
  sent(id: MessageId, tries: number): void {
    if (isMeasured(this.#messages.whole[id | ACCOUNT]!)) this.tries.sent(tries);
  }

  lost(id: MessageId, cause: number): void {
    this.ledger.lost(id, cause);
    if (this.ordering !== null) this.#settleOrder(id, false, isMeasured(this.#messages.whole[id | ACCOUNT]!));
  }

  #settleOrder(id: MessageId, delivered: boolean, measured: boolean): void {
    const { whole, real } = this.#messages;
    this.ordering!.settled(id, whole[id | PRODUCER]!, real[(id >> 1) | KEY]!, delivered, measured);
  }

  /** The message's producer knows what became of it. */
  told(id: MessageId): void {
    if (this.ledger.told(id)) this.answers.confirmed(id, this.#messages.whole[id | ACCOUNT]!);
  }

  /** The message's producer is told this, whatever its fate is and will be; UNHEARD: it gives up waiting, or never hears. */
  toldAs(id: MessageId, told: number): void {
    this.ledger.toldAs(id, told, this.#clock.nowNs);
    if (told === TOLD_CONFIRMED) this.answers.confirmed(id, this.#messages.whole[id | ACCOUNT]!);
  }

  /** Time has come to `nowNs`, at or beyond the boundary: closes what ends before it. */
  reach(nowNs: Ns): void {
    while (this.boundaryNs <= nowNs) {
      const boundaryNs = this.boundaryNs;
      if (boundaryNs === this.#intervalStartNs + this.series.intervalNs) this.#closeInterval(boundaryNs);
      if (this.#inWarmup && boundaryNs === this.warmupNs) this.#endWarmup(boundaryNs);
      if (this.#totals === null && boundaryNs === this.#closesNs) this.#totals = this.#load.totals(boundaryNs);
      this.boundaryNs = this.#nextBoundary();
    }
  }

  /** The run ends now. Returns how long the last interval is. */
  finish(nowNs: Ns): Ns {
    this.reach(nowNs);
    if (this.#totals === null) {
      this.#closesNs = nowNs;
      this.#totals = this.#load.totals(nowNs);
    }
    this.answers.takeIn();
    if (nowNs > this.#intervalStartNs) this.#closeInterval(nowNs);
    return nowNs - (this.series.length - 1) * this.series.intervalNs;
  }

  /** What nodes carried in measured time. After `finish`. */
  get totals(): NodeTotals {
    return this.#totals!;
  }

  /** From the warm-up's end until nothing more was published. After `finish`. */
  get measuredNs(): Ns {
    return Math.max(0, this.#closesNs - this.warmupNs);
  }

  #closeInterval(nowNs: Ns): void {
    this.answers.takeIn();
    const load = this.#load;
    load.touchAll(nowNs);
    const { all } = this.ledger;
    const { area, arrivals } = load;
    for (let node = 0; node < load.count; node++) {
      this.series.queueArea(node, area[node]! - this.#areaBefore[node]!);
      this.#intervalArrivals[node] = arrivals[node]! - this.#arrivalsBefore[node]!;
    }
    const inSystemArea = this.ledger.inSystemArea(nowNs);
    this.series.close({
      offered: all.offered - this.#offeredBefore,
      delivered: all.delivered - this.#deliveredBefore,
      lost: all.lost.map((count, cause) => count - this.#lostBefore[cause]!),
      inSystemArea: inSystemArea - this.#inSystemAreaBefore,
      imbalance: imbalanceOf(this.#intervalArrivals).coefficientOfVariation ?? NaN,
    });
    this.#inSystemAreaBefore = inSystemArea;
    this.#intervalStartNs = nowNs;
    this.#offeredBefore = all.offered;
    this.#deliveredBefore = all.delivered;
    this.#lostBefore.set(all.lost);
    this.#areaBefore.set(area);
    this.#arrivalsBefore.set(arrivals);
  }

  /** The nodes' integrals start anew; the open interval must not notice. */
  #endWarmup(nowNs: Ns): void {
    const load = this.#load;
    load.touchAll(nowNs);
    const { area, arrivals } = load;
    for (let node = 0; node < load.count; node++) {
      this.#areaBefore[node]! -= area[node]!;
      this.#arrivalsBefore[node]! -= arrivals[node]!;
    }
    load.reset(nowNs);
    this.#inWarmup = false;
  }
}
