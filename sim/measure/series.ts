/**
 * What happened over time, in at most 480 intervals. A run of unknown length starts with short intervals; whenever they
 * are used up, neighbours are merged and the interval doubles, so that memory never follows the run's length.
 */
import { toSeconds, type Ns } from "../core/time.ts";
import { bucketAt, bucketCount, quantileOf, type Batch } from "./histogram.ts";
import { LOSS_CAUSES, type LossCause, type Series } from "./result.ts";

const MAX_INTERVALS = 480;
/** Quantiles over time are within 1/64: enough for a line in a chart. */
const BITS = 5;
const BUCKETS = bucketCount(BITS);
/** Queue depths are kept for so many groups of neighbouring nodes at most. */
const MAX_GROUPS = 100;

/** What one interval adds. */
export interface IntervalSample {
  readonly offered: number;
  readonly delivered: number;
  readonly lost: ArrayLike<number>;
  /** Integral of messages in the system, in message nanoseconds. */
  readonly inSystemArea: number;
  /** Coefficient of variation of the nodes' arrivals; NaN where there were none. */
  readonly imbalance: number;
}

/** About 240 intervals of a round length over a known duration; 10 ms to begin with where it is not known. */
export function intervalFor(durationNs: Ns): Ns {
  if (!Number.isFinite(durationNs)) return 1e7;
  const raw = Math.max(1, durationNs / 240);
  let decade = 1;
  while (decade * 10 <= raw) decade *= 10;
  const step = [1, 2, 2.5, 5, 10].find((factor) => factor * decade >= raw)!;
  return Math.max(1, Math.round(step * decade));
}

export class SeriesRecorder {
  intervalNs: Ns;
  readonly #isKept: boolean;
  #length = 0;
  readonly #groupOf: Int32Array;
  readonly #groupNames: readonly string[];
  readonly #groupSize: Int32Array;
  readonly #offered = new Float64Array(MAX_INTERVALS);
  readonly #delivered = new Float64Array(MAX_INTERVALS);
  readonly #lost: readonly Float64Array[] = LOSS_CAUSES.map(() => new Float64Array(MAX_INTERVALS));
  readonly #inSystemArea = new Float64Array(MAX_INTERVALS);
  readonly #imbalance = new Float64Array(MAX_INTERVALS);
  readonly #queueArea: Float64Array;
  readonly #responses: Uint32Array;
  #responsesFrom = 0;

  /**
   * `isKept`: whether `result` will be asked for. Otherwise response times are not noted interval by interval, which saves
   * each run of an experiment four megabytes.
   */
  constructor(intervalNs: Ns, nodeNames: readonly string[], isKept = true) {
    this.intervalNs = intervalNs;
    this.#isKept = isKept;
    this.#responses = new Uint32Array(isKept ? MAX_INTERVALS * BUCKETS : 0);
    const groups = Math.min(MAX_GROUPS, nodeNames.length);
    this.#groupOf = Int32Array.from(nodeNames, (_, node) => Math.floor((node * groups) / nodeNames.length));
    this.#groupSize = new Int32Array(groups);
    for (const group of this.#groupOf) this.#groupSize[group]!++;
    this.#groupNames = Array.from({ length: groups }, (_, group) => {
      const first = this.#groupOf.indexOf(group);
      const last = first + this.#groupSize[group]! - 1;
      return first === last ? nodeNames[first]! : `${nodeNames[first]} … ${nodeNames[last]}`;
    });
    this.#queueArea = new Float64Array(groups * MAX_INTERVALS);
  }

  /** Intervals closed so far. */
  get length(): number {
    return this.#length;
  }

  /** Responses confirmed within the interval that is open: the first column of `length` rows of the batch. */
  responses({ words }: Batch, length: number): void {
    if (!this.#isKept) return;
    const counts = this.#responses;
    const from = this.#responsesFrom;
    for (let i = 0; i < length; i++) counts[from + bucketAt(words, i << 1, BITS)]!++;
  }

  /** The node's integral over the open interval. */
  queueArea(node: number, area: number): void {
    this.#queueArea[this.#groupOf[node]! * MAX_INTERVALS + this.#length]! += area;
  }

  /** Ends the open interval and opens the next one; merges first where there is no room for it. */
  close(sample: IntervalSample): void {
    const i = this.#length++;
    this.#offered[i] = sample.offered;
    this.#delivered[i] = sample.delivered;
    this.#lost.forEach((counts, cause) => (counts[i] = sample.lost[cause]!));
    this.#inSystemArea[i] = sample.inSystemArea;
    this.#imbalance[i] = sample.imbalance;
    if (this.#length === MAX_INTERVALS) this.#merge();
    this.#responsesFrom = this.#length * BUCKETS;
  }

  #merge(): void {
    const half = MAX_INTERVALS / 2;
    for (const sums of [this.#offered, this.#delivered, ...this.#lost, this.#inSystemArea]) addPairs(sums, 0, half);
    meanPairs(this.#imbalance, half);
    for (let group = 0; group < this.#groupNames.length; group++)
      addPairs(this.#queueArea, group * MAX_INTERVALS, half);
    if (this.#isKept) this.#mergeResponses(half);
    this.#length = half;
    this.intervalNs *= 2;
  }

  #mergeResponses(half: number): void {
    const counts = this.#responses;
    for (let i = 0; i < half; i++) {
      for (let bucket = 0; bucket < BUCKETS; bucket++) {
        const first = counts[2 * i * BUCKETS + bucket]!;
        counts[i * BUCKETS + bucket] = first + counts[(2 * i + 1) * BUCKETS + bucket]!;
      }
    }
    counts.fill(0, half * BUCKETS);
  }

  /** `lastNs`: how long the last interval really was. */
  result(lastNs: Ns): Series {
    const n = this.#length;
    const list = (values: Float64Array): number[] => Array.from(values.subarray(0, n));
    const perTime = (values: Float64Array, scale: number): number[] =>
      list(values).map((area, i) => area / (i === n - 1 ? lastNs : this.intervalNs) / scale);
    const quantile = (q: number): (number | null)[] =>
      Array.from({ length: n }, (_, i) =>
        orNull(toSeconds(quantileOf(this.#responses, i * BUCKETS, BUCKETS, BITS, q))),
      );
    return {
      intervalSeconds: toSeconds(this.intervalNs),
      length: n,
      offered: list(this.#offered),
      delivered: list(this.#delivered),
      confirmed: Array.from({ length: n }, (_, i) => this.#responsesIn(i)),
      lost: this.#lostSeries(n),
      p50: quantile(0.5),
      p99: quantile(0.99),
      inSystem: perTime(this.#inSystemArea, 1),
      imbalance: list(this.#imbalance).map(orNull),
      queue: this.#groupNames.map((nodes, group) => ({
        nodes,
        mean: perTime(
          this.#queueArea.subarray(group * MAX_INTERVALS, (group + 1) * MAX_INTERVALS),
          this.#groupSize[group]!,
        ),
      })),
    };
  }

  #responsesIn(interval: number): number {
    let sum = 0;
    for (let i = interval * BUCKETS; i < (interval + 1) * BUCKETS; i++) sum += this.#responses[i]!;
    return sum;
  }

  #lostSeries(n: number): Partial<Record<LossCause, number[]>> {
    const series: Partial<Record<LossCause, number[]>> = {};
    LOSS_CAUSES.forEach((cause, i) => {
      const counts = Array.from(this.#lost[i]!.subarray(0, n));
      if (counts.some((count) => count > 0)) series[cause] = counts;
    });
    return series;
  }
}

function addPairs(values: Float64Array, from: number, half: number): void {
  for (let i = 0; i < half; i++) values[from + i] = values[from + 2 * i]! + values[from + 2 * i + 1]!;
  values.fill(0, from + half, from + 2 * half);
}

/** The mean of each pair; of one alone where the other is NaN. */
function meanPairs(values: Float64Array, half: number): void {
  for (let i = 0; i < half; i++) {
    const x = values[2 * i]!;
    const y = values[2 * i + 1]!;
    values[i] = Number.isNaN(x) ? y : Number.isNaN(y) ? x : (x + y) / 2;
  }
}

function orNull(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
