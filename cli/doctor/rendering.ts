/** What the doctor found, for the terminal and as JSON. */
import { formatCount, formatDuration, formatNumber } from "../../reports/format.ts";
import { fit, padEnd } from "../../reports/terminal/text.ts";
import type { OracleCase } from "./case-file.ts";
import type { Finding } from "./examine.ts";
import type { Interval } from "./intervals.ts";

/** Of one case, whether it ran or not. */
export interface Report {
  readonly oracle: OracleCase;
  readonly outcome: Finding["outcome"];
  readonly reason: string;
  /** null where it did not run. */
  readonly finding: Finding | null;
  /** The command that repeats it. */
  readonly replay: string;
}

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly notCovered: number;
  /** Chosen, but not come to: the doctor was interrupted, or a run failed. */
  readonly notReached: number;
}

const DIGITS = 4;
const MOST_FIGURES = 6;

/** Of `chosen` cases. */
export function countsOf(reports: readonly Report[], chosen: number): Counts {
  const count = (outcome: Report["outcome"]): number => reports.filter((report) => report.outcome === outcome).length;
  const notReached = chosen - reports.length;
  return { passed: count("pass"), failed: count("fail"), notCovered: count("not-covered"), notReached };
}

const HEADS = ["", "case", "expected", "measured, 95% interval", "messages", "time", "measure"] as const;
/** Of expected, measured, messages and time; longer ones push what follows to the right. */
const WIDTHS = [8, 22, 14, 7] as const;

/** The line above the cases. */
export function headLine(idWidth: number): string {
  return columns(HEADS[0], HEADS[1], idWidth, HEADS.slice(2));
}

/** One line per case that ran; a failure gets two more: what was accepted, and how to repeat it. */
export function caseLines({ oracle, outcome, finding, replay }: Report, idWidth: number, unicode: boolean): string {
  const { verdict, task, runs, jobsPerRun, wallSeconds, decisive } = finding!;
  const rest = [
    list(task.target.expected),
    intervals(verdict!.intervals, task.target.aggregate === "median"),
    jobsPerRun === 0 ? "calculated" : `${runs} x ${formatNumber(jobsPerRun)}`,
    formatDuration(wallSeconds),
    oracle.measure + (decisive ? "" : " (undecided: judged by the estimate)"),
  ];
  const line = columns(outcome === "pass" ? "pass" : "FAIL", oracle.id, idWidth, rest);
  if (outcome === "pass") return fit(line, { unicode });
  const accepted = `      accepted: ${list(task.target.low)} to ${list(task.target.high)}\n`;
  return fit(`${line}${accepted}      to repeat it: ${replay}\n`, { unicode });
}

function columns(first: string, id: string, idWidth: number, rest: readonly string[]): string {
  const padded = rest.map((text, index) => padEnd(text, WIDTHS[index] ?? 0));
  return `${[padEnd(first, 4), padEnd(id, idWidth), ...padded].join("  ").trimEnd()}\n`;
}

/** The cases that did not run: the reasons, and how many cases each keeps out. */
export function notCoveredLines(reports: readonly Report[], unicode: boolean): string {
  const byReason = new Map<string, string[]>();
  for (const { oracle, reason, outcome } of reports) {
    if (outcome !== "not-covered") continue;
    byReason.set(reason, [...(byReason.get(reason) ?? []), oracle.id]);
  }
  const lines = [...byReason].map(([reason, ids]) => {
    const which = ids.length === 1 ? ids[0]! : `${ids[0]!} and ${ids.length - 1} more`;
    return `not covered  ${reason}  (${which})`;
  });
  return lines.map((line) => `${fit(line, { unicode })}\n`).join("");
}

/** The last line. */
export function summaryLine({ passed, failed, notCovered, notReached }: Counts, wallSeconds: number): string {
  const parts = [
    `${formatCount(passed)} passed`,
    `${formatCount(failed)} failed`,
    `${formatCount(notCovered)} not covered`,
    ...(notReached > 0 ? [`${formatCount(notReached)} not reached`] : []),
  ];
  return `${parts.join(", ")} in ${formatDuration(wallSeconds)}\n`;
}

/** Plain data, one entry per case. */
export function reportData(report: Report): Record<string, unknown> {
  const { oracle, outcome, reason, finding, replay } = report;
  const head = { id: oracle.id, family: oracle.family, tier: oracle.tier, measure: oracle.measure, outcome };
  if (finding === null || finding.verdict === null) return { ...head, reason };
  const { task, verdict, runs, jobsPerRun, wallSeconds, decisive } = finding;
  const { expected, low, high, aggregate } = task.target;
  const measured = verdict.intervals.map(({ estimate, low: from, high: to }) => ({ [aggregate]: estimate, from, to }));
  return {
    ...head,
    expected,
    accepted: { low, high },
    measured,
    decisive,
    runs,
    messagesPerRun: jobsPerRun,
    wallSeconds,
    replay,
  };
}

function list(values: readonly number[]): string {
  const shown = values.slice(0, MOST_FIGURES).map((value) => formatNumber(value, DIGITS));
  return shown.join(" ") + (values.length > MOST_FIGURES ? " …" : "");
}

function intervals(all: readonly Interval[], median: boolean): string {
  const one = ({ estimate, low, high }: Interval): string => {
    const shown = formatNumber(estimate, DIGITS);
    if (!Number.isFinite(low) || low === high) return shown;
    if (median) return `${shown} in ${formatNumber(low, DIGITS)}…${formatNumber(high, DIGITS)}`;
    return `${shown} ± ${formatNumber((high - low) / 2, 2)}`;
  };
  return all.slice(0, MOST_FIGURES).map(one).join(", ") + (all.length > MOST_FIGURES ? " …" : "");
}
