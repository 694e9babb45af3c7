/** The trace readers' front door: a described trace becomes the blocks of messages that the simulation replays. */
import type { OpenTrace, TraceBlock, TraceSource } from "../../sim/index.ts";
import { BlockWriter } from "./block-writer.ts";
import { openFileBytes, type OpenBytes } from "./bytes.ts";
import type { TraceSpec } from "./spec.ts";
import { FILE_START, TraceError } from "./trace-error.ts";
import { openPass, tracePath, type TracePass } from "./trace-pass.ts";

/**
 * Opens a trace from its start. Nothing is read before the first `next()`, and then no more than the next block needs:
 * memory does not grow with the file. All that is wrong with it comes as a rejected `next()` with a `TraceError`.
 *
 * `openBytes` replaces the file by another source of its (decompressed) bytes, called once per repeat.
 */
export function openTrace(spec: TraceSpec, openBytes: OpenBytes = () => openFileBytes(tracePath(spec))): TraceSource {
  return new TracePlayer(spec, openBytes);
}

/** All traces of a scenario, by the names that its producers use. Throws for a name that is none of theirs. */
export function openTraces(specs: Readonly<Record<string, TraceSpec>>): OpenTrace {
  return (trace) => {
    const spec = Object.hasOwn(specs, trace) ? specs[trace] : undefined;
    if (spec === undefined)
      throw new Error(`no trace ${JSON.stringify(trace)}: known are ${Object.keys(specs).join(", ")}`);
    return openTrace(spec);
  };
}

/** Beyond this many records after one out of order, the window that the file needs is no longer looked for. */
const MOST_MEASURED = 2_000_000;

/** Plays a trace as often as it is to be repeated, end to end. */
export class TracePlayer implements TraceSource {
  /** The reading that is going on, or the last one; null before the first `next()`. */
  pass: TracePass | null = null;
  readonly #spec: TraceSpec;
  readonly #openBytes: OpenBytes;
  readonly #writer: BlockWriter;
  #passesLeft: number;
  #shiftNs = 0;
  #isPlaying = false;

  constructor(spec: TraceSpec, openBytes: OpenBytes) {
    this.#spec = spec;
    this.#openBytes = openBytes;
    this.#writer = new BlockWriter(spec.speedup, spec.limit);
    this.#passesLeft = spec.repeat;
  }

  async next(): Promise<TraceBlock | null> {
    try {
      for (;;) {
        const block = this.#writer.take();
        if (block !== null) return block;
        if (!(await this.#advance())) return this.#writer.take();
      }
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    this.#passesLeft = 0;
    this.#isPlaying = false;
    await this.pass?.close();
  }

  /** Reads on; false where there is nothing more to read. */
  async #advance(): Promise<boolean> {
    if (!this.#isPlaying) {
      if (this.#passesLeft === 0 || this.#writer.isDone) return false;
      await this.#startPass();
    }
    const pass = this.pass!;
    const hasMore = await pass.pump();
    if (pass.lateness.isBroken && !this.#writer.isDone) throw await explain(pass, hasMore);
    if (!hasMore || this.#writer.isDone) await this.#endPass(pass);
    return true;
  }

  async #startPass(): Promise<void> {
    this.#passesLeft--;
    this.#writer.startPass(this.#shiftNs);
    this.pass = await openPass(this.#spec, this.#openBytes, this.#writer);
    this.#isPlaying = true;
  }

  async #endPass(pass: TracePass): Promise<void> {
    this.#isPlaying = false;
    if (!this.#writer.isDone) pass.finish();
    pass.refuseTooLate();
    await pass.close();
    if (this.#passesLeft > 0 && !this.#writer.isDone) this.#shiftNs += this.#lengthNs();
    else this.#writer.end();
  }

  /** From the first record to where the next repeat's first belongs: one mean gap after the last. */
  #lengthNs(): number {
    const { passCount, passFirstNs, passLastNs } = this.#writer;
    const lastedNs = passLastNs - passFirstNs;
    if (lastedNs > 0) return lastedNs + Math.round(lastedNs / (passCount - 1));
    const problem = "expected records of two different times at least to repeat, got a trace that lasts no time";
    throw new TraceError(tracePath(this.#spec), FILE_START, "repeat", problem);
  }
}

/** Reads on for the window that would have sorted the file, so that one try mends it. */
async function explain(pass: TracePass, hasMore: boolean): Promise<TraceError> {
  const { lateness } = pass;
  try {
    let more = hasMore;
    while (more && lateness.measured < MOST_MEASURED) more = await pass.pump();
    lateness.isComplete = !more;
  } catch (error) {
    // What is wrong further down is told once this is mended.
    if (!(error instanceof TraceError)) throw error;
  }
  return pass.orderError();
}
