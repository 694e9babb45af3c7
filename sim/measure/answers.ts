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
  readonly #account = new Int32Array(BATCH);
  readonly #producer = new Int32Array(BATCH);
  readonly #node = new Int32Array(BATCH);

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
    const at = id >> 1;
    const nowNs = this.#clock.nowNs;
    const startedNs = real[at | STARTED_NS]!;
    const i = this.#served++;
    this.#waitingNs.values[i] = startedNs - real[at | ENQUEUED_NS]!;
    this.#serviceNs.values[i] = nowNs - startedNs;
    this.#endToEndNs.values[i] = nowNs - real[at | PUBLISHED_NS]!;
    if (i === BATCH - 1) this.#takeServed();
  }

  /** The producer of a delivered message knows now. */
  confirmed(id: MessageId): void {
    const { whole, real } = this.#messages;
    const i = this.#confirmed++;
    this.#responseNs.values[i] = this.#clock.nowNs - real[(id >> 1) | PUBLISHED_NS]!;
    this.#account[i] = whole[id | ACCOUNT]!;
    this.#producer[i] = whole[id | PRODUCER]!;
    this.#node[i] = whole[id | NODE]!;
    if (i === BATCH - 1) this.#takeConfirmed();
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
      if (!isMeasured(this.#account[i]!)) continue;
      const responseNs = responses[i]!;
      this.#load.responded(this.#node[i]!, responseNs);
      if (this.responseOf.length > 1) this.responseOf[this.#producer[i]!]!.record(responseNs);
      responses[measured++] = responseNs;
    }
    this.response.recordAll(this.#responseNs, measured);
    this.#confirmed = 0;
  }
}
