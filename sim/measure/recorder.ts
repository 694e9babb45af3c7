/**
 * Everything that is measured of a run, in one place that the engine tells what happens. It looks at the clock only where
 * an interval or the warm-up ends; the engine asks `boundaryNs` before each event.
 */
import type { Cluster } from "../cluster/cluster.ts";
import { NEVER, toSeconds, type Ns } from "../core/time.ts";
import type { Scenario } from "../scenario.ts";
import type { MessageId, MessageTable } from "../traffic/message-table.ts";
import { Histogram } from "./histogram.ts";
import { imbalanceOf } from "./imbalance.ts";
import { Ledger } from "./ledger.ts";
import { OrderingTracker } from "./ordering.ts";
import { LOSS_CAUSES } from "./result.ts";
import { intervalFor, SeriesRecorder } from "./series.ts";

/** One producer's share. */
class ProducerCounts {
  offered = 0;
  delivered = 0;
  lost = 0;
  readonly response: Histogram;

  constructor(response: Histogram) {
    this.response = response;
  }
}

export class Recorder {
  /** The engine calls `reach` before the first event at or after this. */
  boundaryNs: Ns;
  readonly warmupNs: Ns;
  readonly ledger: Ledger;
  readonly response: Histogram = new Histogram();
  readonly endToEnd: Histogram = new Histogram();
  readonly waiting: Histogram = new Histogram();
  readonly service: Histogram = new Histogram();
  readonly ordering: OrderingTracker | null;
  readonly producers: readonly ProducerCounts[];
  readonly series: SeriesRecorder;
  /** By node: sum and number of the response times of what it served. */
  readonly responseSumNs: Float64Array;
  readonly responses: Float64Array;

  readonly #messages: MessageTable;
  readonly #cluster: Cluster;
  /** The open interval began here. */
  #intervalStartNs: Ns = 0;
  #inWarmup: boolean;
  // Messages in the system integrate to now * N - (sum of publish times) + (sum of times told).
  #publishedSumNs = 0;
  #toldSumNs = 0;
  #inSystemAreaBefore = 0;
  // What the open interval is measured from.
  #offeredBefore = 0;
  #deliveredBefore = 0;
  readonly #lostBefore = new Float64Array(LOSS_CAUSES.length);
  readonly #areaBefore: Float64Array;
  readonly #arrivalsBefore: Float64Array;
  readonly #intervalArrivals: Float64Array;

  constructor(scenario: Scenario, warmupNs: Ns, cluster: Cluster, messages: MessageTable) {
    this.#messages = messages;
    this.#cluster = cluster;
    this.warmupNs = warmupNs;
    this.ledger = new Ledger(messages);
    const keyed = scenario.traffic.some((producer) => producer.keys.kind !== "none");
    this.ordering = keyed ? new OrderingTracker(scenario.traffic.length) : null;
    const alone = scenario.traffic.length === 1;
    this.producers = scenario.traffic.map(() => new ProducerCounts(alone ? this.response : new Histogram()));
    this.responseSumNs = new Float64Array(cluster.count);
    this.responses = new Float64Array(cluster.count);
    this.#areaBefore = new Float64Array(cluster.count);
    this.#arrivalsBefore = new Float64Array(cluster.count);
    this.#intervalArrivals = new Float64Array(cluster.count);
    this.series = new SeriesRecorder(
      intervalFor(scenario.durationNs),
      scenario.nodes.map((node) => node.name),
    );
    this.#inWarmup = warmupNs > 0;
    this.boundaryNs = Math.min(this.series.intervalNs, this.#inWarmup ? warmupNs : NEVER);
  }

  published(id: MessageId, nowNs: Ns): void {
    const { measured, producer, key } = this.#messages;
    measured[id] = nowNs >= this.warmupNs ? 1 : 0;
    this.ledger.published(id);
    this.#publishedSumNs += nowNs;
    if (measured[id] === 1) this.producers[producer[id]!]!.offered++;
    if (this.ordering !== null) this.ordering.published(id, producer[id]!, key[id]!);
  }

  served(id: MessageId, nowNs: Ns): void {
    const { measured, producer, key, publishedNs, enqueuedNs, startedNs } = this.#messages;
    this.ledger.delivered(id);
    const counts = measured[id] === 1;
    if (counts) {
      this.producers[producer[id]!]!.delivered++;
      const started = startedNs[id]!;
      this.waiting.record(started - enqueuedNs[id]!);
      this.service.record(nowNs - started);
      this.endToEnd.record(nowNs - publishedNs[id]!);
    }
    if (this.ordering !== null) this.ordering.settled(id, producer[id]!, key[id]!, true, counts);
  }

  lost(id: MessageId, cause: number): void {
    const { measured, producer, key } = this.#messages;
    this.ledger.lost(id, cause);
    const counts = measured[id] === 1;
    if (counts) this.producers[producer[id]!]!.lost++;
    if (this.ordering !== null) this.ordering.settled(id, producer[id]!, key[id]!, false, counts);
  }

  told(id: MessageId, nowNs: Ns, ok: boolean): void {
    this.ledger.told(id, ok);
    this.#toldSumNs += nowNs;
    if (!ok) return;
    const { measured, producer, publishedNs, node } = this.#messages;
    const responseNs = nowNs - publishedNs[id]!;
    this.series.response(responseNs);
    if (measured[id] !== 1) return;
    this.response.record(responseNs);
    if (this.producers.length > 1) this.producers[producer[id]!]!.response.record(responseNs);
    this.responseSumNs[node[id]!]! += responseNs;
    this.responses[node[id]!]!++;
  }

  /** Time has come to `nowNs`, at or beyond the boundary: closes what ends before it. */
  reach(nowNs: Ns): void {
    while (this.boundaryNs <= nowNs) {
      const boundaryNs = this.boundaryNs;
      if (boundaryNs === this.#intervalStartNs + this.series.intervalNs) this.#closeInterval(boundaryNs);
      if (this.#inWarmup && boundaryNs === this.warmupNs) this.#endWarmup(boundaryNs);
      const intervalEndNs = this.#intervalStartNs + this.series.intervalNs;
      this.boundaryNs = this.#inWarmup ? Math.min(intervalEndNs, this.warmupNs) : intervalEndNs;
    }
  }

  /** The run ends now. Returns how long the last interval is. */
  finish(nowNs: Ns): Ns {
    this.reach(nowNs);
    this.#cluster.load.touchAll(nowNs);
    if (nowNs > this.#intervalStartNs) this.#closeInterval(nowNs);
    return nowNs - (this.series.length - 1) * this.series.intervalNs;
  }

  /** Measured time so far. */
  measuredSeconds(nowNs: Ns): number {
    return toSeconds(Math.max(0, nowNs - this.warmupNs));
  }

  #closeInterval(nowNs: Ns): void {
    const { load } = this.#cluster;
    load.touchAll(nowNs);
    const { all } = this.ledger;
    for (let node = 0; node < this.#cluster.count; node++) {
      this.series.queueArea(node, load.area[node]! - this.#areaBefore[node]!);
      this.#intervalArrivals[node] = load.arrivals[node]! - this.#arrivalsBefore[node]!;
    }
    const inSystemArea = nowNs * this.#messages.length - this.#publishedSumNs + this.#toldSumNs;
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
    this.#areaBefore.set(load.area);
    this.#arrivalsBefore.set(load.arrivals);
  }

  /** The nodes' integrals start anew; the open interval must not notice. */
  #endWarmup(nowNs: Ns): void {
    const { load } = this.#cluster;
    load.touchAll(nowNs);
    for (let node = 0; node < this.#cluster.count; node++) {
      this.#areaBefore[node]! -= load.area[node]!;
      this.#arrivalsBefore[node]! -= load.arrivals[node]!;
    }
    load.reset(nowNs);
    this.#inWarmup = false;
  }
}
