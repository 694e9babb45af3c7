/** A recorded trace: which file, which column means what. The readers live in `traces/`; this is how they are written. */
import type { z } from "zod";
import {
  TRACE_DEFAULTS,
  type ScaledColumn,
  type TimeColumn,
  type TraceColumn,
  type TraceSpec,
} from "../traces/spec.ts";
import { leaf } from "./leaf.ts";
import { duration, positiveSize, positiveTime } from "./quantities.ts";
import { above, choice, text, whole, yesOrNo } from "./scalars.ts";
import { either, map, oneKey } from "./shapes.ts";

/** All but the directory that `file` is relative to, which the text of a scenario does not know. */
export type TraceSyntax = Omit<TraceSpec, "baseDir">;

const heading: z.ZodType<string> = leaf({
  expected: "a column: its heading, or its number from 1",
  json: { type: ["string", "integer"], minLength: 1, minimum: 1, examples: ["timestamp", 3] },
  read: (value) => {
    if (typeof value === "string" && value.trim() !== "") return value;
    return Number.isSafeInteger(value) && (value as number) >= 1 ? String(value) : undefined;
  },
});

/** A column that needs no map: its heading, or `true` for the one that the file's format calls its own. */
const bare: z.ZodType<TraceColumn> = leaf({
  expected: "a column: its heading, its number from 1, or true for the format's own",
  json: { type: ["string", "integer", "boolean"], minLength: 1, minimum: 1 },
  read: (value) => {
    if (value === true) return { column: null, missing: null };
    const read = heading.safeParse(value);
    return read.success ? { column: read.data, missing: null } : undefined;
  },
});

const parts = {
  column: heading
    .optional()
    .describe(
      "The column's heading or number, an NDJSON path (`request.bytes`) or a log's variable; the format's own by default.",
    ),
  missing: text("the text to read instead")
    .optional()
    .describe("Read where a record has nothing there; without it, that is an error."),
};

const key: z.ZodType<TraceColumn> = either(
  "a column, or a map with column and missing",
  bare,
  map(parts).transform(({ column = null, missing = null }) => ({ column, missing })),
);

function scaled(expected: string, each: z.ZodType<number>, help: string): z.ZodType<ScaledColumn> {
  return either(
    expected,
    bare.transform((column): ScaledColumn => ({ ...column, each: null })),
    map({ ...parts, each: each.optional().describe(help) }).transform(
      ({ column = null, missing = null, each: read = null }): ScaledColumn => ({ column, missing, each: read }),
    ),
  );
}

const work = scaled(
  "a column, or a map with column and each, such as {column: tokens, each: 12ms}",
  positiveTime,
  "The work that 1 in the column stands for: 1ms where it holds milliseconds, 12ms where it counts tokens of 12 ms each.",
);

const size = scaled(
  "a column, or a map with column and each, such as {column: tokens, each: 4B}",
  positiveSize,
  "The bytes that 1 in the column stands for; 1B by default.",
);

const minus = scaled(
  "a column, or a map with column and each, such as {column: request_time, each: 1s}",
  positiveTime,
  "The time that 1 in the column stands for.",
);

const time: z.ZodType<TimeColumn> = either(
  "a column, or a map with column and unit, such as {column: timestamp, unit: ms}",
  bare.transform((column): TimeColumn => ({ ...TRACE_DEFAULTS.time, ...column })),
  map({
    ...parts,
    unit: choice(["auto", "s", "ms", "us", "ns", "iso", "log"])
      .optional()
      .describe(
        "What the column holds: numbers in s, ms, us or ns, ISO 8601 dates (iso) or an access log's own (log); found out by default.",
      ),
    minus: minus
      .optional()
      .describe("A duration to take off: a log's time is when the request ended, not when it came."),
  }).transform(({ column = null, missing = null, unit = "auto", minus: less = null }): TimeColumn => {
    return { column, missing, unit, minus: less };
  }),
);

const unordered: z.ZodType<TraceSpec["unordered"]> = either(
  "refuse, or {sort: 2s}",
  choice(["refuse"]).transform((kind): TraceSpec["unordered"] => ({ kind })),
  oneKey({ sort: duration("2s", 1).describe("How much later a line may come than its time says.") }).transform(
    ({ value: windowNs }): TraceSpec["unordered"] => ({ kind: "sort", windowNs }),
  ),
);

const delimiter: z.ZodType<string> = leaf({
  expected: 'one character such as ";", or tab',
  json: { type: "string", minLength: 1, examples: [";", "tab"] },
  read: (value) => {
    if (value === "tab") return "\t";
    return typeof value === "string" && value.length === 1 && !/["\r\n]/.test(value) ? value : undefined;
  },
});

export const trace: z.ZodType<TraceSyntax> = map(
  {
    file: text("the path of a trace file").describe("Relative to the scenario file; plain or gzip."),
    format: choice(["auto", "csv", "ndjson", "access-log"])
      .optional()
      .describe("By default decided by the file's name or first line."),
    time: time.optional().describe("When each message is published; only the gaps count, the first is at 0."),
    key: key.optional().describe("The message's key. Without it, the producer's keys apply."),
    work: work.optional().describe("The message's work. Without it, the producer's work applies."),
    size: size.optional().describe("The message's size. Without it, the producer's size applies."),
    delimiter: delimiter.optional().describe("Between the fields of a CSV file; found out by default."),
    header: yesOrNo
      .optional()
      .describe("CSV: whether the first line names the columns; true by default. Without, columns are 1, 2, …"),
    logFormat: text("an nginx log_format or an Apache LogFormat")
      .optional()
      .describe("Access logs: how the lines are made; recognised by default."),
    unordered: unordered
      .optional()
      .describe(
        "What to do with a line whose time is before an earlier one's: refuse it (default), or sort within a window.",
      ),
    spread: duration("1s")
      .optional()
      .describe("Spreads messages of one and the same time evenly over this long: for logs with whole seconds."),
    speedup: above("a factor above 0, such as 10", 0).optional().describe("Divides the gaps; 1 by default."),
    repeat: whole("a whole number of at least 1", 1)
      .optional()
      .describe("How many times the trace is played, end to end; once by default."),
    limit: whole("a whole number of at least 1", 1)
      .optional()
      .describe("At most this many messages, repeats included; all by default."),
  },
  "a map with file and what its columns mean, such as {file: requests.csv, time: timestamp}",
).transform(({ file, spread, ...rest }): TraceSyntax => {
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  return { ...TRACE_DEFAULTS, file, ...(spread === undefined ? {} : { spreadNs: spread }), ...given };
});
