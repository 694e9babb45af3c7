/**
 * The result as tables for a spreadsheet or a notebook: one row per balancer, per node, and per interval of time.
 * RFC 4180: CRLF, a field quoted where it must be. Times in seconds; an empty field where a measure does not apply.
 */
import { LOSS_CAUSES } from "../sim/index.ts";
import type { ResultFile, RunResult, Summary } from "../sim/index.ts";

/** One table: its file name and its text. */
export interface CsvTable {
  readonly fileName: string;
  readonly text: string;
}

/** One field of a table. */
export type Cell = string | number | boolean | null | undefined;
/** One line of a table, by column. */
export type CsvRow = Readonly<Record<string, Cell>>;

/** `summary.csv`, `nodes.csv` and `series.csv` of a result; where something went wrong, `faults.csv` with a row each time. */
export function renderCsv(result: ResultFile): readonly CsvTable[] {
  const faults = result.runs.flatMap(faultRows);
  return [
    { fileName: "summary.csv", text: table(result.runs.map(summaryRow)) },
    { fileName: "nodes.csv", text: table(result.runs.flatMap(nodeRows)) },
    { fileName: "series.csv", text: table(result.runs.flatMap(seriesRows)) },
    ...(faults.length === 0 ? [] : [{ fileName: "faults.csv", text: table(faults) }]),
  ];
}

/** Rows under a header line of their column names; a column that any row has is there for all. */
export function table(rows: readonly CsvRow[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const lines = rows.map((row) => columns.map((column) => field(row[column])).join(","));
  return [columns.map(field).join(","), ...lines].map((line) => `${line}\r\n`).join("");
}

/**
 * One field. Text that a spreadsheet would take for a formula (OWASP, "CSV injection") gets an apostrophe in front, as a
 * scenario's names are its author's and not its reader's.
 */
export function field(value: Cell): string {
  if (value === null || value === undefined) return "";
  if (typeof value !== "string") return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** `endSeconds` is empty where it goes on to the end of the run. */
function faultRows({ balancer, faults }: RunResult): CsvRow[] {
  return faults.flatMap(({ label, kind, times }) =>
    times.map(({ targets, startSeconds, endSeconds }) => ({
      balancer,
      label,
      kind,
      targets: targets.join("; "),
      startSeconds,
      endSeconds,
    })),
  );
}

function summaryRow(run: RunResult): CsvRow {
  const { messages } = run;
  return {
    balancer: run.balancer,
    algorithm: run.algorithm,
    parameters: Object.entries(run.parameters)
      .map(([name, value]) => `${name}=${value}`)
      .join(" "),
    seed: run.seed,
    digest: run.digest,
    measuredSeconds: run.measuredSeconds,
    offered: messages.offered,
    delivered: messages.delivered,
    lost: messages.lost,
    ...Object.fromEntries(LOSS_CAUSES.map((cause) => [`lost.${cause}`, messages.lostByCause[cause]])),
    inFlight: messages.inFlight,
    confirmed: messages.confirmed,
    failed: messages.failed,
    unknown: messages.unknown,
    throughputPerSecond: run.throughputPerSecond,
    offeredPerSecond: run.offeredPerSecond,
    ...summaryColumns("responseTime", run.responseTime),
    ...summaryColumns("endToEndTime", run.endToEndTime),
    ...summaryColumns("waitingTime", run.waitingTime),
    ...summaryColumns("serviceTime", run.serviceTime),
    maxOverMean: run.imbalance.maxOverMean,
    coefficientOfVariation: run.imbalance.coefficientOfVariation,
    jain: run.imbalance.jain,
    outOfOrder: run.ordering?.outOfOrder,
    inversions: run.ordering?.inversions,
    duplicates: run.duplicates,
    wastedWork: run.wastedWork,
  };
}

function summaryColumns(measure: string, summary: Summary): CsvRow {
  return Object.fromEntries(Object.entries(summary).map(([name, value]) => [`${measure}.${name}`, value as Cell]));
}

function nodeRows(run: RunResult): readonly CsvRow[] {
  return run.nodes.map((node) => ({ balancer: run.balancer, ...node }));
}

function seriesRows(run: RunResult): readonly CsvRow[] {
  const { series } = run;
  return Array.from({ length: series.length }, (_, interval) => ({
    balancer: run.balancer,
    startSeconds: tidy(interval * series.intervalSeconds),
    endSeconds: tidy((interval + 1) * series.intervalSeconds),
    offered: series.offered[interval],
    delivered: series.delivered[interval],
    confirmed: series.confirmed[interval],
    ...Object.fromEntries(LOSS_CAUSES.map((cause) => [`lost.${cause}`, series.lost[cause]?.[interval] ?? 0])),
    "responseTime.p50": series.p50[interval],
    "responseTime.p99": series.p99[interval],
    inSystem: series.inSystem[interval],
    coefficientOfVariation: series.imbalance[interval],
    ...Object.fromEntries(series.queue.map((group) => [`meanQueue.${group.nodes}`, group.mean[interval]])),
  }));
}

/** A time without the last bits' noise: 0.3, not 0.30000000000000004. */
function tidy(seconds: number): number {
  return Number(seconds.toPrecision(12));
}
