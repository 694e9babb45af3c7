/** What a trace holds, found by playing it through once without simulating anything. */
import type { TraceBlock } from "../../sim/index.ts";
import { openFileBytes, type OpenBytes } from "./bytes.ts";
import type { KnownFormat } from "./columns.ts";
import { TracePlayer } from "./open-trace.ts";
import type { TraceSpec } from "./spec.ts";
import { tracePath } from "./trace-pass.ts";

/** A trace as it would be played: sped up, repeated, limited. Times in seconds. */
export interface TraceSummary {
  readonly format: KnownFormat;
  /** The columns read, in the order time, minus, key, work, size. */
  readonly columns: readonly string[];
  readonly records: number;
  /** From the first record to the last. */
  readonly durationSeconds: number;
  /** Gaps per second of duration; null where the trace lasts no time. */
  readonly meanRatePerSecond: number | null;
  /** Most records within one of the seconds counted from the start. */
  readonly peakPerSecond: number;
  /** Most records of one and the same time; where large, `spread` is worth a thought. */
  readonly mostAtOnce: number;
  /** Null where the trace's work, or size, is not read. */
  readonly workSeconds: Moments | null;
  readonly sizeBytes: Moments | null;
  /** Records in the file (its last reading) that came after one of a later time, and by how much at most. */
  readonly unordered: number;
  readonly largestLatenessSeconds: number;
}

export interface Moments {
  readonly mean: number;
  /** Standard deviation / mean; null where the mean is 0. */
  readonly cv: number | null;
}

/** Reads the whole trace and summarises it. Rejects with the `TraceError` that a run would meet. */
export async function inspectTrace(
  spec: TraceSpec,
  openBytes: OpenBytes = () => openFileBytes(tracePath(spec)),
): Promise<TraceSummary> {
  const player = new TracePlayer(spec, openBytes);
  const counts = new Counts();
  for (let block = await player.next(); block !== null; block = await player.next()) counts.add(block);
  const { format, columnNames, lateness } = player.pass!;
  return {
    format,
    columns: columnNames,
    ...counts.timing(),
    workSeconds: spec.work === null ? null : counts.work.moments(1e9),
    sizeBytes: spec.size === null ? null : counts.size.moments(1),
    unordered: lateness.count,
    largestLatenessSeconds: lateness.largestNs / 1e9,
  };
}

class Counts {
  readonly work: RunningMoments = new RunningMoments();
  readonly size: RunningMoments = new RunningMoments();
  #records = 0;
  #lastNs = 0;
  readonly #perSecond: Tally = new Tally();
  readonly #perInstant: Tally = new Tally();

  add(block: TraceBlock): void {
    for (let i = 0; i < block.length; i++) {
      this.#lastNs = block.timeNs[i]!;
      this.#perSecond.add(Math.floor(this.#lastNs / 1e9));
      this.#perInstant.add(this.#lastNs);
      this.work.add(block.workNs[i]!);
      this.size.add(block.sizeBytes[i]!);
    }
    this.#records += block.length;
  }

  timing(): Pick<TraceSummary, "records" | "durationSeconds" | "meanRatePerSecond" | "peakPerSecond" | "mostAtOnce"> {
    const durationSeconds = this.#lastNs / 1e9;
    return {
      records: this.#records,
      durationSeconds,
      meanRatePerSecond: durationSeconds > 0 ? (this.#records - 1) / durationSeconds : null,
      peakPerSecond: this.#perSecond.most,
      mostAtOnce: this.#perInstant.most,
    };
  }
}

/** The longest run of one and the same value. */
class Tally {
  most = 0;
  #value = NaN;
  #run = 0;

  add(value: number): void {
    this.#run = value === this.#value ? this.#run + 1 : 1;
    this.#value = value;
    this.most = Math.max(this.most, this.#run);
  }
}

/** Mean and variance in one pass (Welford 1962). */
class RunningMoments {
  #count = 0;
  #mean = 0;
  #squares = 0;

  add(value: number): void {
    const delta = value - this.#mean;
    this.#mean += delta / ++this.#count;
    this.#squares += delta * (value - this.#mean);
  }

  /** The mean divided by `unit`. */
  moments(unit: number): Moments {
    const deviation = Math.sqrt(this.#squares / this.#count);
    return { mean: this.#mean / unit, cv: this.#mean === 0 ? null : deviation / this.#mean };
  }
}
