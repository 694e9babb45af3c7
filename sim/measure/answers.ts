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

const { ACCOUNT, NODE, PRODUCER } = WHOLE;
/** No node. */
const NONE = -1;
const { ENQUEUED_NS, PUBLISHED_NS, STARTED_NS } = REAL;
/** Messages to a batch. */
const BATCH = 256;

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
  readonly #waitingNs = new Batch(BATCH);
  readonly #serviceNs = new Batch(BATCH);
  readonly #endToEndNs = new Batch(BATCH);
  // Confirmed since the last look.
  #confirmed = 0;
  readonly #responseNs = new Batch(BATCH);
  /** The node that served it; NONE for a message of the warm-up. */
  readonly #node = new Int32Array(BATCH);
  readonly #producer = new Int32Array(BATCH);

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
    const i = this.#noteService(id);
    this.#endToEndNs.values[i] = this.#clock.nowNs - this.#messages.real[(id >> 1) | PUBLISHED_NS]!;
    if (i === BATCH - 1) this.#takeServed();
  }

  /** The producer of a delivered message knows now. */
  confirmed(id: MessageId): void {
    if (this.#noteResponse(id, this.#messages.whole[id | ACCOUNT]!) === BATCH - 1) this.#takeConfirmed();
  }

  /** A message of the account has been served now, and its producer knows at once. */
  answered(id: MessageId, account: number): void {
    if (isMeasured(account)) this.#noteService(id);
    if (this.#noteResponse(id, account) === BATCH - 1) this.takeIn();
  }

  /** Returns its place in the batch. */
  #noteService(id: MessageId): number {
    const { real } = this.#messages;
    const at = id >> 1;
    const startedNs = real[at | STARTED_NS]!;
    const i = this.#served++;
    this.#waitingNs.values[i] = startedNs - real[at | ENQUEUED_NS]!;
    this.#serviceNs.values[i] = this.#clock.nowNs - startedNs;
    return i;
  }

  /** Returns its place in the batch. */
  #noteResponse(id: MessageId, account: number): number {
    const { whole, real } = this.#messages;
    const i = this.#confirmed++;
    this.#responseNs.values[i] = this.#clock.nowNs - real[(id >> 1) | PUBLISHED_NS]!;
    this.#node[i] = isMeasured(account) ? whole[id | NODE]! : NONE;
    if (this.responseOf.length > 1) this.#producer[i] = whole[id | PRODUCER]!;
    return i;
  }

  /** Looks at everything noted so far: before an interval ends, and before anything is read. */
  takeIn(): void {
    this.#takeServed();
    this.#takeConfirmed();
  }

  #takeServed(): void {
    this.waiting.recordAll(this.#waitingNs, this.#served);
    this.service.recordAll(this.#serviceNs, this.#served);
    if (this.endToEnd !== this.response) this.endToEnd.recordAll(this.#endToEndNs, this.#served);
    this.#served = 0;
  }

  #takeConfirmed(): void {
    const responses = this.#responseNs.values;
    this.#series.responses(this.#responseNs, this.#confirmed);
    let measured = 0;
    for (let i = 0; i < this.#confirmed; i++) {
      const node = this.#node[i]!;
      if (node === NONE) continue;
      const responseNs = responses[i]!;
      this.#load.responded(node, responseNs);
      if (this.responseOf.length > 1) this.responseOf[this.#producer[i]!]!.record(responseNs);
      responses[measured++] = responseNs;
    }
    this.response.recordAll(this.#responseNs, measured);
    this.#confirmed = 0;
  }
}
