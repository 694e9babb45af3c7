/** What the charts of messages show, in sentences computed from the result. */
import { LOSS_CAUSES } from "../../sim/index.ts";
import type { FaultBand, ResultFile, RunResult } from "../../sim/index.ts";
import { lostFraction } from "../comparison.ts";
import { formatCount, formatFraction, formatPerSecond } from "../format.ts";
import { shortName } from "../names.ts";
import { choices, eachBalancer, lossWords, wholePercent, within } from "./words.ts";

/** Fates: who loses most and least, and whether it happens while a fault lasts. */
export function fatesFinding(result: ResultFile): string {
  const ranked = byLoss(choices(result.runs));
  const most = ranked[0];
  const least = ranked.at(-1);
  if (most === undefined || least === undefined) return "No message was offered";
  if (most.messages.lost === 0) return noneLost(result);
  const said = (run: RunResult): string =>
    run.messages.lost === 0
      ? `${shortName(run.balancer)} none`
      : `${shortName(run.balancer)} ${formatFraction(lostFraction(run))}`;
  const start = `${shortName(most.balancer)} loses ${formatFraction(lostFraction(most))} of its messages`;
  const compared = most === least ? start : `${start}, ${said(least)}`;
  const fault = result.faults.find((band) => lossShareDuring(result, band) > 0.5);
  return fault === undefined ? compared : `${compared}; most of it while ${shortName(fault.label)} lasts`;
}

function noneLost({ runs }: ResultFile): string {
  const left = Math.max(...runs.map((run) => run.messages.inFlight));
  if (left === 0) return "Every message is delivered, under every balancer";
  return `No message is lost; at the end at most ${formatCount(left)} ${left === 1 ? "is" : "are"} still in flight`;
}

/** Losses by cause, over all balancers. */
export function lossesFinding({ runs }: ResultFile): string {
  const total = runs.reduce((sum, run) => sum + run.messages.lost, 0);
  if (total === 0) return "No message was lost under any balancer";
  const shares = LOSS_CAUSES.map((cause) => ({
    cause,
    share: runs.reduce((sum, run) => sum + run.messages.lostByCause[cause], 0) / total,
  })).sort((one, other) => other.share - one.share);
  const [first, second] = shares as [(typeof shares)[0], (typeof shares)[0]];
  if (first.share === 1) return `All lost messages were ${lossWords(first.cause)}`;
  const said = `Of all lost messages, ${wholePercent(first.share)} were ${lossWords(first.cause)}`;
  return second.share < 0.005 ? said : `${said}, ${wholePercent(second.share)} ${lossWords(second.cause)}`;
}

/** Throughput against the offered load: who falls furthest behind. */
export function throughputFinding({ runs }: ResultFile): string {
  const [worst] = [...choices(runs)].sort((one, other) => deliveredShare(one) - deliveredShare(other));
  if (worst === undefined) return "Nothing was offered";
  const behind = runs.filter((run) => deliveredShare(run) < 0.995);
  const offered = formatPerSecond(worst.offeredPerSecond);
  if (behind.length === 0)
    return `${runs.length === 1 ? "All" : "Under every balancer all"} that is offered, ${offered}, is delivered`;
  return `${shortName(worst.balancer)} delivers ${formatPerSecond(worst.throughputPerSecond)} of the ${offered} offered${
    behind.length === 1 && runs.length > 1 ? "; the others keep up" : ""
  }`;
}

function deliveredShare(run: RunResult): number {
  return run.messages.offered === 0 ? 1 : run.messages.delivered / run.messages.offered;
}

function byLoss(runs: readonly RunResult[]): readonly RunResult[] {
  return runs.filter((run) => run.messages.offered > 0).sort((one, other) => lostFraction(other)! - lostFraction(one)!);
}

/** Share of all lost messages, over all balancers, whose loss fell into the fault's time. */
function lossShareDuring({ runs }: ResultFile, fault: FaultBand): number {
  let during = 0;
  let all = 0;
  for (const { series } of runs) {
    for (const counts of Object.values(series.lost)) {
      counts.forEach((count, interval) => {
        all += count;
        if (within(interval * series.intervalSeconds, fault, series.intervalSeconds)) during += count;
      });
    }
  }
  return all === 0 ? 0 : during / all;
}

/** Text alternative of the fates over time. */
export function fatesDescription({ runs }: ResultFile): string {
  const said = eachBalancer(
    runs,
    ({ messages }) =>
      `${formatCount(messages.delivered)} delivered, ${formatCount(messages.lost)} lost, ${formatCount(messages.inFlight)} in flight at the end`,
  );
  return `Stacked bars of the messages per second by fate, over simulated time. ${said}`;
}

/** Text alternative of the losses by cause. */
export function lossesDescription({ runs }: ResultFile): string {
  const said = eachBalancer(runs, (run) => {
    const causes = LOSS_CAUSES.filter((cause) => run.messages.lostByCause[cause] > 0);
    if (causes.length === 0) return "lost none";
    return `lost ${formatFraction(lostFraction(run))}: ${causes
      .map((cause) => `${formatCount(run.messages.lostByCause[cause])} ${lossWords(cause)}`)
      .join(", ")}`;
  });
  return `Stacked bars of the lost messages by cause. ${said}`;
}

/** Text alternative of throughput against offered load. */
export function throughputDescription({ runs }: ResultFile): string {
  const said = eachBalancer(
    runs,
    (run) => `${formatPerSecond(run.throughputPerSecond)} of ${formatPerSecond(run.offeredPerSecond)}`,
  );
  return `Line chart of delivered messages per second beside the offered ones, over simulated time. ${said}`;
}
