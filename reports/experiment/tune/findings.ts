/** What the charts of a study show, in sentences computed from it. */
import type { Estimate } from "../../../sim/index.ts";
import { formatCount } from "../../format.ts";
import { listPhrases, shortName } from "../../names.ts";
import { dimensionValue } from "../../tune-verdict.ts";
import { estimateText, measuredText } from "../values.ts";
import { dimensionsOf } from "./context.ts";
import type { TuneContext } from "./context.ts";

/** A parameter that explains less than this alone does not matter by itself. */
const LEAST_SHARE = 0.05;

export function historyFinding({ file }: TuneContext): string {
  const known = file.history.filter(({ best }) => best !== null);
  const [first, last] = [known[0], known.at(-1)];
  if (first === undefined || last === undefined) return "The search found nothing feasible";
  const unit = historyUnit(file);
  const since = known.find(({ configuration }) => configuration === last.configuration)!;
  const same = first.configuration === last.configuration;
  if (same)
    return `Nothing overtook the first of the search in ${formatCount(file.runs)} runs: ${measuredText(last.best, unit)}`;
  return `The winner led from run ${formatCount(since.runs)} on: ${measuredText(last.best, unit)}, where the search began with ${measuredText(first.best, unit)}`;
}

/** Of several objectives the search follows one that weighs them all. */
export function historyUnit({
  objectives,
  measures,
}: TuneContext["file"]): "seconds" | "perSecond" | "fraction" | "number" | "other" {
  return objectives.length === 1 ? (measures[0]?.unit ?? "number") : "number";
}

export function parallelFinding({ file }: TuneContext): string {
  const count = (state: string): number => file.configurations.filter((each) => each.state === state).length;
  const [dropped, failed] = [count("dropped"), count("failed")];
  const out = [
    ...(dropped > 0 ? [`${formatCount(dropped)} were dropped as soon as they could not win`] : []),
    ...(failed > 0 ? [`${formatCount(failed)} failed to run`] : []),
  ];
  const tried = `${formatCount(file.configurations.length)} configurations were tried`;
  return out.length === 0 ? tried : `${tried}: ${listPhrases(out, 2)}`;
}

export function importanceFinding({ file }: TuneContext): string {
  const sorted = [...file.importance].sort((one, other) => (other.share.estimate ?? 0) - (one.share.estimate ?? 0));
  const [first] = sorted;
  if (first === undefined || first.share.estimate === null) return "What matters could not be told";
  if (first.share.estimate < LEAST_SHARE) return "No parameter matters much by itself";
  const sure = (first.share.low ?? 0) > 0;
  const idle = sorted.filter(({ share }) => (share.high ?? 1) < LEAST_SHARE).map(({ path }) => shortName(path));
  const rest = idle.length === 0 ? "" : `; ${listPhrases(idle, 3)} ${idle.length === 1 ? "does" : "do"} not matter`;
  return `${shortName(first.path)} matters most${sure ? "" : ", though chance may have made it so"}: it explains ${Math.round(first.share.estimate * 100)}% alone${rest}`;
}

/** `52% (40% to 66%)`: a share is never known to a tenth of a percent. */
export function shareText({ estimate, low, high }: Estimate): string {
  if (estimate === null) return "–";
  const percent = (value: number): string => `${Math.round(value * 100)}%`;
  return low === null || high === null
    ? percent(estimate)
    : `${percent(estimate)} (${percent(low)} to ${percent(high)})`;
}

export function describeImportance(context: TuneContext): string {
  const said = context.file.importance.slice(0, 12).map(({ path, share }) => `${shortName(path)} ${shareText(share)}`);
  return `${importanceFinding(context)}. Shares of the objective's variation: ${said.join("; ")}.`;
}

export function flatnessFinding(context: TuneContext): string {
  const { file, winner } = context;
  const dimensions = dimensionsOf(context, winner?.balancer);
  const said = file.flatness.flatMap(({ path, balancer, low, high }) => {
    const dimension = dimensions.find((each) => each.path === path && each.balancer === balancer);
    if (dimension === undefined || low === high) return [];
    return [`${shortName(path)} from ${dimensionValue(low, dimension)} to ${dimensionValue(high, dimension)}`];
  });
  if (said.length === 0) return "The optimum is sharp: no parameter may move";
  return `As good as the winner: ${listPhrases(said, 3)}`;
}

export function frontFinding({ file }: TuneContext): string {
  const [one, other] = file.objectives;
  const count = file.front.length;
  return `${formatCount(count)} ${count === 1 ? "configuration" : "configurations"} that no other beats in both ${shortName(one?.text ?? "")} and ${shortName(other?.text ?? "")}`;
}

export function describeFront(context: TuneContext): string {
  const { file } = context;
  const said = file.front.slice(0, 10).map((index) => {
    const configuration = file.configurations[index]!;
    const values = configuration.objectives.map((estimate, place) =>
      estimateText(estimate, file.measures[place]?.unit ?? "number"),
    );
    return `${shortName(configuration.balancer)} ${values.join(", ")}`;
  });
  return `${frontFinding(context)}: ${said.join("; ")}.`;
}
