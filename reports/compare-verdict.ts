/** A comparison's decision in one sentence, on the measure that was named first. */
import type { CompareFile, PairedDifference, RankedPlace } from "../sim/index.ts";
import { formatFraction } from "./format.ts";
import { listNames } from "./names.ts";

type Decided = Omit<CompareFile, "verdict">;

/** `least-response-time is best in p99(responseTime): 62% (58% to 65%) lower than round-robin's, after 16 replications.` */
export function compareVerdict(file: Decided): string {
  const [measure] = file.measures;
  const places = file.rankings.find((ranking) => ranking.measure === measure?.text)?.places ?? [];
  if (measure === undefined || places.length === 0) return "Nothing was observed that could be compared.";
  const after = `after ${file.seeds.length} replication${file.seeds.length === 1 ? "" : "s"}`;
  const sentence = bestOf(file, measure.text, places, after);
  return file.complete ? sentence : `Interrupted ${after}. So far: ${sentence}`;
}

function bestOf(file: Decided, measure: string, places: readonly RankedPlace[], after: string): string {
  const candidates = places.filter(({ mayBeBest }) => mayBeBest).map(({ balancer }) => balancer);
  const [best] = candidates;
  if (best === undefined) return `Nothing can be said of ${measure} ${after}.`;
  if (candidates.length > 1) return undecided(file, measure, candidates, after);
  const price = losesMore(file, best) ? "; but it loses more messages than others" : "";
  if (best === file.baseline) return `${best}, the baseline, is best in ${measure}, ${after}${price}.`;
  const difference = file.differences.find((each) => each.measure === measure && each.balancer === best);
  return `${best} is best in ${measure}${lead(file, difference)}, ${after}${price}.`;
}

/** Then the times that it is best in are those of the messages that are left. */
function losesMore({ warnings }: Decided, best: string): boolean {
  return warnings.some(({ kind, balancer }) => kind === "losses" && balancer === best);
}

function undecided(file: Decided, measure: string, candidates: readonly string[], after: string): string {
  const involved = file.differences.filter((each) => each.measure === measure && candidates.includes(each.balancer));
  const isDecided = involved.every(({ verdict }) => verdict === "equivalent");
  if (isDecided && involved.length > 0 && candidates.includes(file.baseline))
    return `${listNames(candidates)} are equivalent in ${measure} within ${formatFraction(file.precision)}, and none is better, ${after}.`;
  const more = Math.max(0, ...involved.map(({ moreReplications }) => moreReplications ?? 0));
  const advice = more > 0 ? `; about ${more} more would tell` : "";
  return `Which is best in ${measure} cannot be told yet: ${listNames(candidates)} may be, ${after}${advice}.`;
}

/** `: 62% (58% to 65%) lower than round-robin's`; empty where the baseline gives no ratio. */
function lead({ baseline }: Decided, difference: PairedDifference | undefined): string {
  const { estimate = null, low = null, high = null } = difference?.ratio ?? {};
  if (estimate === null || low === null || high === null) return "";
  const percent = (ratio: number): string => formatFraction(Math.abs(1 - ratio));
  const isLower = estimate < 1;
  const [from, to] = isLower ? [high, low] : [low, high];
  return `: ${percent(estimate)} (${percent(from)} to ${percent(to)}) ${isLower ? "lower" : "higher"} than ${baseline}'s`;
}
