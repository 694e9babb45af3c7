/** Writes records into the blocks that the simulation takes: shifted to their repeat, sped up, and limited in number. */
import type { TraceBlock } from "../../sim/index.ts";
import type { RecordSink } from "./record-sink.ts";

/** Records per block: large enough that handing over costs nothing, small enough to be read while a run goes on. */
export const BLOCK_RECORDS = 8192;

interface OpenBlock extends TraceBlock {
  length: number;
}

export class BlockWriter implements RecordSink {
  /** Records written, over all repeats. */
  count = 0;
  /** Records of the present pass, and the times of the first and the last, since the first record of the file. */
  passCount = 0;
  passFirstNs: number = NaN;
  passLastNs: number = NaN;
  /** A time or a shift that a double no longer carries exactly: 104 days after the start. */
  tooLate = false;
  readonly #speedup: number;
  readonly #limit: number;
  readonly #full: TraceBlock[] = [];
  #block: OpenBlock | null = null;
  #shiftNs = 0;

  constructor(speedup: number, limit: number) {
    this.#speedup = speedup;
    this.#limit = limit;
  }

  /** Begins a pass, whose first record is played `shiftNs` after the start, before speeding up. */
  startPass(shiftNs: number): void {
    this.#shiftNs = shiftNs;
    this.passCount = 0;
  }

  /** As many records as wanted have been written. */
  get isDone(): boolean {
    return this.count >= this.#limit;
  }

  push(timeNs: number, key: number, workNs: number, sizeBytes: number): void {
    if (this.isDone) return;
    if (this.passCount === 0) this.passFirstNs = timeNs;
    const playedNs = Math.round((timeNs - this.passFirstNs + this.#shiftNs) / this.#speedup);
    if (playedNs > Number.MAX_SAFE_INTEGER) this.tooLate = true;
    this.passLastNs = timeNs;
    this.passCount++;
    this.count++;
    const block = (this.#block ??= emptyBlock());
    const at = block.length++;
    block.timeNs[at] = playedNs;
    block.key[at] = key;
    block.workNs[at] = workNs;
    block.sizeBytes[at] = sizeBytes;
    if (block.length === BLOCK_RECORDS) this.end();
  }

  /** Closes the block that is being written. */
  end(): void {
    if (this.#block !== null) this.#full.push(this.#block);
    this.#block = null;
  }

  /** The next block that is ready; null where none is. */
  take(): TraceBlock | null {
    return this.#full.shift() ?? null;
  }
}

function emptyBlock(): OpenBlock {
  return {
    length: 0,
    timeNs: new Float64Array(BLOCK_RECORDS),
    key: new Float64Array(BLOCK_RECORDS),
    workNs: new Float64Array(BLOCK_RECORDS),
    sizeBytes: new Float64Array(BLOCK_RECORDS),
  };
}
