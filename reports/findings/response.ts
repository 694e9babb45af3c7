/** What the charts of response times show, in sentences computed from the result. */
import type { FaultBand, ResultFile, RunResult } from "../../sim/index.ts";
import { rankRuns, rankingMeasure, ties } from "../comparison.ts";
import { formatDuration, formatNumber, formatSeconds } from "../format.ts";
import { shortName } from "../names.ts";
import { choices, eachBalancer, largest, shareWords, within } from "./words.ts";

/** Response-time quantiles: the soonest and the slowest balancer at the deepest quantile that all can show. */
export function quantileFinding(result: ResultFile): string {
  const runs = choices(result.runs);
  const measure = rankingMeasure(runs);
  const ranked = rankRuns(runs)
    .map((place) => runs[place]!)
    .filter((run) => measure.of(run) !== null);
  const [first] = ranked;
  const last = ranked.at(-1);
  if (first === undefined || last === undefined) return "No response was measured";
  const time = (run: RunResult): string => formatSeconds(measure.of(run));
  const share = shareWords(measure.head);
  if (first === last) return `${shortName(first.balancer)} answers ${share} ${time(first)}`;
  const low = measure.of(first)!;
  const high = measure.of(last)!;
  if (ties(measure, low, high)) return `All balancers answer ${share.replace("its", "their")} about ${time(first)}`;
  return (
    `${shortName(first.balancer)} answers ${share} ${time(first)}; ` +
    `${shortName(last.balancer)} takes ${time(last)}, ${formatNumber(high / low)} times as long`
  );
}

/** Response times over time: how far the first fault drives the p99 up, at most and at least. */
export function overTimeFinding(result: ResultFile): string {
  const [fault] = result.faults;
  if (fault === undefined) return worstIntervals(result);
  const rises = choices(result.runs)
    .map((run) => ({ run, from: median(before(run, fault)), to: peakP99(run, fault) }))
    .filter((rise) => rise.from !== null && rise.to !== null)
    .sort((one, other) => other.to! - one.to!);
  const most = rises[0];
  const least = rises.at(-1);
  if (most === undefined || least === undefined) return worstIntervals(result);
  const said = ({ run, from, to }: typeof most): string =>
    `${formatSeconds(to)} under ${shortName(run.balancer)} (${formatSeconds(from)} before)`;
  const start = `During ${shortName(fault.label)}, p99 peaks at ${said(most)}`;
  if (most === least) return start;
  if (ties({ kind: "seconds" }, most.to!, least.to!)) {
    return `During ${shortName(fault.label)}, p99 peaks at about ${formatSeconds(most.to)} under every balancer`;
  }
  return `${start}, at ${said(least)}`;
}

function worstIntervals({ runs }: ResultFile): string {
  const peaks = choices(runs)
    .map((run) => ({ run, peak: largest(run.series.p99) }))
    .filter((entry) => entry.peak > 0)
    .sort((one, other) => one.peak - other.peak);
  const [calm] = peaks;
  const wild = peaks.at(-1);
  if (calm === undefined || wild === undefined) return "No interval has a response";
  const said = ({ run, peak }: typeof wild): string => `${formatSeconds(peak)} under ${shortName(run.balancer)}`;
  if (calm === wild) return `In its worst interval, p99 reaches ${said(wild)}`;
  return `In the worst interval, p99 reaches ${said(wild)}, ${said(calm)}`;
}

/** The p99 of the intervals between the warm-up's end and the fault, or from the start where that leaves none. */
function before(run: RunResult, fault: FaultBand): readonly number[] {
  const { intervalSeconds, p99 } = run.series;
  const end = Math.floor(fault.startSeconds / intervalSeconds);
  const start = Math.min(Math.ceil(run.warmupSeconds / intervalSeconds), end);
  const observed = (from: number): readonly number[] => p99.slice(from, end).filter((value) => value !== null);
  return start < end ? observed(start) : observed(0);
}

function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? null;
}

function peakP99(run: RunResult, fault: FaultBand): number | null {
  const { intervalSeconds, p99 } = run.series;
  const peak = largest(p99.filter((_, interval) => within(interval * intervalSeconds, fault, 0)));
  return peak > 0 ? peak : null;
}

/** Text alternative of the quantile chart. */
export function quantileDescription({ runs }: ResultFile): string {
  const said = eachBalancer(runs, ({ responseTime }) =>
    responseTime.p50 === null
      ? null
      : `p50 ${formatSeconds(responseTime.p50)}, p99 ${formatSeconds(responseTime.p99)}, p99.9 ${formatSeconds(responseTime.p999)}`,
  );
  return `Line chart of response-time quantiles per balancer. ${said}`;
}

/** Text alternative of the chart over time. */
export function overTimeDescription({ runs, faults }: ResultFile): string {
  const said = eachBalancer(runs, ({ series }) => {
    const middle = median(series.p99.filter((value) => value !== null));
    return middle === null
      ? null
      : `p99 typically ${formatSeconds(middle)}, at worst ${formatSeconds(largest(series.p99))}`;
  });
  return `Line charts of the median and the 99th percentile over simulated time. ${said} ${faultWords(faults)}`.trim();
}

function faultWords(faults: readonly FaultBand[]): string {
  const said = faults.map(
    (fault) =>
      `${shortName(fault.label)} from ${formatDuration(fault.startSeconds)} to ` +
      `${fault.endSeconds === null ? "the end" : formatDuration(fault.endSeconds)}`,
  );
  return said.length === 0 ? "" : `Faults: ${said.join("; ")}.`;
}
