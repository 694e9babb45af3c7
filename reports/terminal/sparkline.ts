/** A row of small bars: how the 99th percentile went over simulated time, every balancer on one logarithmic scale. */
import type { FaultBand, RunResult } from "../../sim/index.ts";
import { formatDuration, formatSeconds } from "../format.ts";
import { emphasise, fit, padEnd, shorten, widthOf, plainText } from "./text.ts";
import type { TerminalStyle } from "./text.ts";

const BARS = { unicode: "▁▂▃▄▅▆▇█", ascii: "_.-=+*#@" } as const;
const NOTHING = " ";
const WIDEST = 60;
const NARROWEST = 16;
const GAP = 2;

/** The sparklines of all runs and, under them, the time of each fault. Empty where there is no room or nothing to show. */
export function sparklineLines(
  runs: readonly RunResult[],
  faults: readonly FaultBand[],
  style: TerminalStyle,
): readonly string[] {
  const names = runs.map((run) => fit(plainText(run.balancer), style));
  const nameWidth = Math.max(...names.map(widthOf), 0);
  const room = Math.min(WIDEST, style.columns - nameWidth - GAP);
  const rows = runs.map((run) => squeeze(run.series.p99, Math.max(room, 0)));
  const seen = rows.flat().filter((value): value is number => value !== null && value > 0);
  if (room < NARROWEST || seen.length === 0) return [];
  const cells = Math.max(...rows.map((row) => row.length));
  const [low, high] = [Math.min(...seen), Math.max(...seen)];
  const endSeconds = Math.max(...runs.map((run) => run.series.length * run.series.intervalSeconds));
  const title = `p99 over ${formatDuration(endSeconds)}, from ${formatSeconds(low)} to ${formatSeconds(high)} (logarithmic)`;
  return [
    emphasise(shorten(title, style.columns, style), "dim", style),
    ...rows.map((row, index) => padEnd(names[index]!, nameWidth + GAP) + sparkline(row, low, high, style)),
    ...byLabel(faults).map((times) => faultLine(times, endSeconds, nameWidth, cells, room, style)),
  ].map((line) => line.trimEnd());
}

/** One bar per value on a logarithmic scale from `low` to `high`; a blank where there is none. */
export function sparkline(
  values: readonly (number | null)[],
  low: number,
  high: number,
  style: Pick<TerminalStyle, "unicode">,
): string {
  const bars = [...(style.unicode ? BARS.unicode : BARS.ascii)];
  const span = Math.log(high / low) || 1;
  const bar = (value: number): string => {
    const place = Math.floor((Math.log(value / low) / span) * bars.length);
    return bars[Math.min(bars.length - 1, Math.max(0, place))]!;
  };
  return values.map((value) => (value === null || value <= 0 ? NOTHING : bar(value))).join("");
}

/** At most `width` values: each the largest of its stretch, so that no peak is lost. */
export function squeeze(values: readonly (number | null)[], width: number): readonly (number | null)[] {
  const length = Math.min(width, values.length);
  return Array.from({ length }, (_, cell) => {
    const from = Math.floor((cell * values.length) / length);
    const to = Math.floor(((cell + 1) * values.length) / length);
    const stretch = values.slice(from, to).filter((value): value is number => value !== null);
    return stretch.length === 0 ? null : Math.max(...stretch);
  });
}

/** A fault's times stand in one line. */
function byLabel(faults: readonly FaultBand[]): readonly (readonly FaultBand[])[] {
  const labels = [...new Set(faults.map(({ label }) => label))];
  return labels.map((label) => faults.filter((fault) => fault.label === label));
}

/** A ruler over the cells of the fault's times, its label beside it where there is room, else in the place of a name. */
function faultLine(
  times: readonly FaultBand[],
  endSeconds: number,
  nameWidth: number,
  cells: number,
  room: number,
  style: TerminalStyle,
): string {
  const cell = (seconds: number): number => Math.min(cells, Math.floor((seconds / endSeconds) * cells));
  const spans = times.map(({ startSeconds, endSeconds: end }) => {
    const from = Math.min(cell(startSeconds), cells - 1);
    return { from, to: Math.max(from + 1, cell(end ?? endSeconds)) };
  });
  const to = Math.max(...spans.map((span) => span.to));
  const count = times.length === 1 ? "" : ` ${style.unicode ? "×" : "x"}${times.length}`;
  const label = fit(plainText(times[0]!.label), style) + count;
  const sign = style.unicode ? "▔" : "^";
  const ruler = Array.from({ length: to }, (_, place) =>
    spans.some((span) => span.from <= place && place < span.to) ? sign : " ",
  ).join("");
  return room - to > widthOf(label)
    ? `${" ".repeat(nameWidth + GAP)}${ruler} ${label}`
    : padEnd(shorten(label, nameWidth, style), nameWidth + GAP) + ruler;
}
