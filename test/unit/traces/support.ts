/** Reads traces from texts held in memory, the way a file's would be read. */
import {
  chunksOf,
  openTrace,
  TRACE_DEFAULTS,
  type OpenBytes,
  type ScaledColumn,
  type TraceColumn,
  type TraceSpec,
} from "../../../scenarios/traces/index.ts";

export interface ReadRecord {
  readonly timeNs: number;
  readonly key: number;
  readonly workNs: number;
  readonly sizeBytes: number;
}

/** A description of `trace.<format>`, everything not given as it is by default. */
export function traceSpec(given: Partial<TraceSpec>): TraceSpec {
  return { ...TRACE_DEFAULTS, file: "trace.csv", baseDir: ".", ...given };
}

export function column(name: string | null, missing: string | null = null): TraceColumn {
  return { column: name, missing };
}

export function scaled(name: string | null, each: number | null, missing: string | null = null): ScaledColumn {
  return { column: name, missing, each };
}

/** The bytes of a text, in chunks of this size. */
export function bytesOf(content: string | Uint8Array, chunkBytes: number = 1 << 16): OpenBytes {
  const bytes = typeof content === "string" ? Buffer.from(content) : content;
  async function* chunks(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes);
  }
  return () => Promise.resolve(chunksOf(chunks()));
}

/** All records of a trace: of the text given, or of the file that the description names. */
export async function readAll(spec: TraceSpec, content?: string | Uint8Array | OpenBytes): Promise<ReadRecord[]> {
  const source = openTrace(spec, typeof content === "function" || content === undefined ? content : bytesOf(content));
  const records: ReadRecord[] = [];
  try {
    for (let block = await source.next(); block !== null; block = await source.next()) {
      for (let i = 0; i < block.length; i++) {
        const [timeNs, key] = [block.timeNs[i]!, block.key[i]!];
        records.push({ timeNs, key, workNs: block.workNs[i]!, sizeBytes: block.sizeBytes[i]! });
      }
    }
  } finally {
    await source.close();
  }
  return records;
}

/** The message of the error that reading ends in; fails where it does not end in a TraceError. */
export async function messageOf(spec: TraceSpec, content?: string | Uint8Array | OpenBytes): Promise<string> {
  const error: unknown = await readAll(spec, content).then(
    () => new Error("expected an error, got none"),
    (reason: unknown) => reason,
  );
  if (error instanceof Error && error.name === "TraceError") return error.message;
  throw error;
}

export function timesOf(records: readonly ReadRecord[]): number[] {
  return records.map((record) => record.timeNs);
}
