/**
 * A trace as a scenario resolves it: which file, how its lines are read, and how its records become messages. The YAML
 * form is documented in `docs/traces.md`; this is what it resolves to, every default written out.
 */

/**
 * How a file's lines are read. `auto`: `.csv` and `.tsv` are csv, `.ndjson`, `.jsonl` and `.json` ndjson, `.log` an access
 * log (each also with `.gz`); any other name is decided by its first line.
 */
export type TraceFormat = "auto" | "csv" | "ndjson" | "access-log";

/**
 * What a time column holds: numbers since any origin (`s`, `ms`, `us`, `ns`), ISO 8601 (`iso`) or an access log's own
 * `17/May/2015:10:05:03 +0000` (`log`). `auto`: decided by the first record (see `times.ts`).
 */
export type TimeUnit = "auto" | "s" | "ms" | "us" | "ns" | "iso" | "log";

export interface TraceSpec {
  /** As written: absolute, or relative to `baseDir`. Plain or gzip, recognised by content and not by name. */
  readonly file: string;
  /** The directory of the scenario file. */
  readonly baseDir: string;
  readonly format: TraceFormat;
  /** Between the fields of a CSV file; `null`: a tab for `.tsv`, else whichever of `,` `;` tab `|` the first line has most. */
  readonly delimiter: string | null;
  /** CSV only. `false`: there is no header line, and columns are called `1`, `2`, … */
  readonly header: boolean;
  /**
   * Access logs only: an nginx `log_format` or an Apache `LogFormat` string. `null`: recognised from the first line
   * (common, combined, and combined followed by nginx's request and upstream times).
   */
  readonly logFormat: string | null;
  readonly time: TimeColumn;
  /** `null`: messages have key 0. */
  readonly key: TraceColumn | null;
  /** Service demand; `null`: 0. */
  readonly work: ScaledColumn | null;
  /** Bytes; `null`: 0. */
  readonly size: ScaledColumn | null;
  readonly unordered: Unordered;
  /**
   * Messages of one and the same time are spread evenly over this many nanoseconds from it (never past the next time in
   * the file); 0: they stay together. Meant for logs of one-second resolution.
   */
  readonly spreadNs: number;
  /** Gaps are divided by this; > 0. 1: as recorded. */
  readonly speedup: number;
  /** How many times the trace is played, end to end; a whole number of at least 1. */
  readonly repeat: number;
  /** At most this many messages in all, repeats included; `Infinity`: all. */
  readonly limit: number;
}

/** A column of the file: a CSV heading or number, a dotted path in NDJSON, a variable of an access log's format. */
export interface TraceColumn {
  /** `null`: the format's own (see `columns.ts`); in CSV and NDJSON the column that is called `time`, `key`, … itself. */
  readonly column: string | null;
  /** The text to read where a record has none (an empty field, null, `-` in a log); `null`: that is an error. */
  readonly missing: string | null;
}

export interface TimeColumn extends TraceColumn {
  readonly unit: TimeUnit;
  /** A duration to subtract: nginx logs when a request ended, so its arrival is that less `request_time`. */
  readonly minus: ScaledColumn | null;
}

export interface ScaledColumn extends TraceColumn {
  /**
   * Nanoseconds (`work`, `minus`) or bytes (`size`) per 1 in the column. `null`: the column's own unit, which access logs
   * have (`request_time` is in seconds); for sizes it is one byte, and for the work of other formats an error.
   */
  readonly each: number | null;
}

/** What to do with a record whose time is before that of an earlier line. */
export type Unordered =
  | { readonly kind: "refuse" }
  /** Records wait until one is this much later; one that is later than that is an error. */
  | { readonly kind: "sort"; readonly windowNs: number };

/** Every optional part as it is when a scenario does not mention it. */
export const TRACE_DEFAULTS: Omit<TraceSpec, "file" | "baseDir"> = {
  format: "auto",
  delimiter: null,
  header: true,
  logFormat: null,
  time: { column: null, missing: null, unit: "auto", minus: null },
  key: null,
  work: null,
  size: null,
  unordered: { kind: "refuse" },
  spreadNs: 0,
  speedup: 1,
  repeat: 1,
  limit: Infinity,
};
