/**
 * Where a producer of kind `trace` gets its messages. The reader that fills it lives outside `sim/` and may be slow; the
 * simulation asks for more between slices of events, never inside one.
 */

/** A block of trace records, struct of arrays. Filled by the source, drained by the simulation from `head`. */
export interface TraceBlock {
  /** Records present. */
  readonly length: number;
  /** Since the start of the run, not decreasing. */
  readonly timeNs: Float64Array;
  /** Whole numbers below 2^53. */
  readonly key: Float64Array;
  readonly workNs: Float64Array;
  readonly sizeBytes: Float64Array;
}

export interface TraceSource {
  /** The next block of at least one record, or null at the end. Rejects with a positioned error on a bad line. */
  next(): Promise<TraceBlock | null>;
  /** Releases the file. Safe to call twice. */
  close(): Promise<void>;
}

/** Opens the trace that a producer names, from its start; called once per run. */
export type OpenTrace = (trace: string) => TraceSource;
