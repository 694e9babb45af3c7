/** Opens a trace's bytes and finds out what they are: the format, where it is not given, and the parser for it. */
import { AccessLogRecords } from "./access-log-records.ts";
import type { ByteSource } from "./bytes.ts";
import type { KnownFormat } from "./columns.ts";
import { guessDelimiter } from "./csv-position.ts";
import { CsvRecords } from "./csv-records.ts";
import { LONGEST_LINE } from "./lines.ts";
import { detectLogFormat, looksLikeAccessLog } from "./log-detect.ts";
import { parseLogFormat } from "./log-format.ts";
import { NdjsonRecords } from "./ndjson-records.ts";
import type { BindColumns, RecordParser } from "./record-parser.ts";
import type { TraceSpec } from "./spec.ts";
import { FILE_START, shownText, TraceError } from "./trace-error.ts";

/** The first line that is not blank, and the bytes read to find it. */
export interface Head {
  readonly bytes: Uint8Array;
  readonly text: string;
  readonly line: number;
}

/** Reads until there is a line that is not blank, or the end. */
export async function readHead(source: ByteSource, file: string): Promise<Head> {
  const chunks: Uint8Array[] = [];
  for (let length = 0; length <= LONGEST_LINE; length += chunks.at(-1)!.length) {
    const chunk = await source.next();
    if (chunk === null) break;
    chunks.push(chunk);
    if (hasLine(chunks)) break;
  }
  const bytes = Buffer.concat(chunks);
  const lines = bytes
    .toString("utf8")
    .replace(/^\uFEFF/, "")
    .split("\n");
  const first = lines.findIndex((line) => line.trim() !== "");
  const text = first < 0 ? "" : lines[first]!.replace(/\r$/, "");
  refuseBinary(bytes, text, file);
  return { bytes, text, line: Math.max(0, first) + 1 };
}

function hasLine(chunks: readonly Uint8Array[]): boolean {
  return Buffer.concat(chunks).toString("latin1").trimStart().includes("\n");
}

function refuseBinary(bytes: Uint8Array, text: string, file: string): void {
  const isWide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (!isWide && !text.includes("\0")) return;
  const kind = isWide ? "UTF-16" : "binary data";
  throw new TraceError(file, FILE_START, "file", `expected UTF-8 text, got ${kind}`);
}

/** The format that the description, the file's name or its first line gives. */
export function formatOf(spec: TraceSpec, head: Head): KnownFormat {
  if (spec.format !== "auto") return spec.format;
  if (spec.logFormat !== null) return "access-log";
  const name = spec.file.toLowerCase().replace(/\.gz$/, "");
  if (/\.[ct]sv$/.test(name)) return "csv";
  if (/\.(ndjson|jsonl|json)$/.test(name) || head.text.trimStart().startsWith("{")) return "ndjson";
  return name.endsWith(".log") || looksLikeAccessLog(head.text) ? "access-log" : "csv";
}

/** The parser for a format. Throws a TraceError where the log's format is not known. */
export function parserFor(
  format: KnownFormat,
  spec: TraceSpec,
  head: Head,
  file: string,
  bind: BindColumns,
): RecordParser {
  if (format === "ndjson") return new NdjsonRecords(file, bind);
  if (format === "access-log") return new AccessLogRecords(file, logParts(spec, head, file), bind);
  const own = /\.tsv(\.gz)?$/i.test(spec.file) ? "\t" : guessDelimiter(head.text);
  return new CsvRecords(file, { delimiter: spec.delimiter ?? own, header: spec.header }, bind);
}

function logParts(spec: TraceSpec, head: Head, file: string): ReturnType<typeof parseLogFormat> {
  const text = spec.logFormat ?? detectLogFormat(head.text);
  const position = { line: head.line, column: 1 };
  if (text === null) {
    const known = "expected an access log in common or combined format (or its `logFormat`)";
    throw new TraceError(file, position, "line", `${known}, got ${shownText(head.text)}`);
  }
  const parts = parseLogFormat(text);
  if (parts.length > 0) return parts;
  const problem = `expected a format with variables such as $time_local, got ${shownText(text)}`;
  throw new TraceError(file, FILE_START, "logFormat", problem);
}
