/**
 * How long things took: distributions of waiting, service, end-to-end and response times. What happens is noted in batches,
 * and a batch is taken into the histograms at once: a tight loop over one histogram is several times as fast as a visit to
 * each of them per message.
 */
import { REAL, WHOLE, type MessageId, type MessageTable } from "../traffic/message-table.ts";
import { Batch, Histogram } from "./histogram.ts";
import { isMeasured } from "./ledger.ts";
import type { Clock, NodeLoad } from "./node-load.ts";
import type { SeriesRecorder } from "./series.ts";

const { NODE, PRODUCER } = WHOLE;
const { ENQUEUED_NS, PUBLISHED_NS, STARTED_NS } = REAL;
/** Messages to a batch. */
const BATCH = 256;
// Columns of the batches.
const WAITING = 0;
const SERVICE = 1;
/** Whole numbers of a row of responses: the node that served it, NO_NODE for a message of the warm-up; its producer. */
const ROW_NODE = 2;
const ROW_PRODUCER = 3;
const NO_NODE = -1;

export class Answers {
  readonly response: Histogram = new Histogram();
  /** The same as `response` where answers take no time. */
  readonly endToEnd: Histogram;
  readonly waiting: Histogram = new Histogram();
  readonly service: Histogram = new Histogram();
  /** By producer: its messages' response times; the one histogram of all where there is one producer. */
  readonly responseOf: readonly Histogram[];

  readonly #messages: MessageTable;
  readonly #clock: Clock;
  readonly #series: SeriesRecorder;
  readonly #load: NodeLoad;
  // Served since the last look, measured ones only.
  #served = 0;
  /** Rows of WAITING and SERVICE. */
  readonly #services = new Batch(BATCH);
  readonly #endToEnds = new Batch(BATCH);
  // Confirmed since the last look.
  #confirmed = 0;
  /** Rows of a response time and, in the place of a second value, NODE and PRODUCER. */
  readonly #responses = new Batch(BATCH);

  /** `atOnce`: no link from a node back to a producer takes time. */
  constructor(
    producers: number,
    atOnce: boolean,
    messages: MessageTable,
    clock: Clock,
    series: SeriesRecorder,
    load: NodeLoad,
  ) {
    this.endToEnd = atOnce ? this.response : new Histogram();
    this.responseOf = Array.from({ length: producers }, () => (producers === 1 ? this.response : new Histogram()));
    this.#messages = messages;
    this.#clock = clock;
    this.#series = series;
    this.#load = load;
  }

  /** A measured message has been served now. */
  served(id: MessageId): void {
    const { real } = this.#messages;
    const { values } = this.#services;
    const at = id >> 1;
    const nowNs = this.#clock.nowNs;
    const startedNs = real[at | STARTED_NS]!;
    const row = this.#served++;
    values[row << 1] = startedNs - real[at | ENQUEUED_NS]!;
    values[(row << 1) | SERVICE] = nowNs - startedNs;
    if (this.endToEnd !== this.response) this.#endToEnds.values[row << 1] = nowNs - real[at | PUBLISHED_NS]!;
    if (row === BATCH - 1) this.#takeServed();
  }

  /** The producer of a delivered message of the account knows now. */
  confirmed(id: MessageId, account: number): void {
    const { whole, real } = this.#messages;
    const { values, words } = this.#responses;
    const row = this.#confirmed++;
    values[row << 1] = this.#clock.nowNs - real[(id >> 1) | PUBLISHED_NS]!;
    words[(row << 2) | ROW_NODE] = isMeasured(account) ? whole[id | NODE]! : NO_NODE;
    if (this.responseOf.length > 1) words[(row << 2) | ROW_PRODUCER] = whole[id | PRODUCER]!;
    if (row === BATCH - 1) this.#takeConfirmed();
  }

  /** Looks at everything noted so far: before an interval ends, and before anything is read. */
  takeIn(): void {
    this.#takeServed();
    this.#takeConfirmed();
  }

  #takeServed(): void {
    this.waiting.recordAll(this.#services, WAITING, this.#served);
    this.service.recordAll(this.#services, SERVICE, this.#served);
    if (this.endToEnd !== this.response) this.endToEnd.recordAll(this.#endToEnds, 0, this.#served);
    this.#served = 0;
  }

  #takeConfirmed(): void {
    const { values, words } = this.#responses;
    this.#series.responses(this.#responses, this.#confirmed);
    let measured = 0;
    for (let row = 0; row < this.#confirmed; row++) {
      const node = words[(row << 2) | ROW_NODE]!;
      if (node === NO_NODE) continue;
      const responseNs = values[row << 1]!;
      this.#load.responded(node, responseNs);
      if (this.responseOf.length > 1) this.responseOf[words[(row << 2) | ROW_PRODUCER]!]!.record(responseNs);
      values[measured++ << 1] = responseNs;
    }
    this.response.recordAll(this.#responses, 0, measured);
    this.#confirmed = 0;
  }
}
