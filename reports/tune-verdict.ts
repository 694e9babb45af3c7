/** What a study found, in one sentence, on the objective that was named first. */
import type { Confirmation, Estimate, TuneDimension, TunedConfiguration, TuneFile } from "../sim/index.ts";
import { estimateText } from "./experiment/values.ts";
import { formatFraction, formatNumber, formatSeconds } from "./format.ts";

type Found = Omit<TuneFile, "verdict">;
type Rejected = { readonly configuration: number; readonly confirmation: Confirmation } | null;

/**
 * `haproxy-random with draws 4 has 12% (8.1% to 16%) less p99(responseTime) than the default, on 20 fresh seeds.`
 *
 * @param rejected what looked better than the default, and was not confirmed to be.
 */
export function tuneVerdict(file: Found, rejected: Rejected): string {
  const winner = file.winner === null ? undefined : file.configurations[file.winner];
  if (winner === undefined) return nothingFound(file);
  if (file.confirmation === null) {
    const unsure = file.complete ? "could not be confirmed" : "is not confirmed, as the study was interrupted";
    return `${sentenceName(winner, file)} looks best so far, but ${unsure}.`;
  }
  return confirmed(winner, file, file.confirmation, rejected);
}

function nothingFound({ constraints, configurations, complete, objectives }: Found): string {
  const count = `${configurations.length} configuration${configurations.length === 1 ? "" : "s"}`;
  if (!complete) return `Interrupted after ${count}: nothing can be recommended yet.`;
  const unseen = objectives.find((_, index) =>
    configurations.every((each) => each.objectives[index]?.estimate == null),
  );
  if (unseen !== undefined) return `Nothing can be recommended: no run of ${count} gave a figure for ${unseen.text}.`;
  if (constraints.length === 0) return `Nothing can be recommended: every one of ${count} had runs without a figure.`;
  return `None of ${count} met ${constraints.join(" and ")} in all of its runs.`;
}

function confirmed(
  winner: TunedConfiguration,
  file: Found,
  { objectives, seeds, feasible }: Confirmation,
  rejected: Rejected,
): string {
  const first = objectives[0]!;
  const on = `on ${seeds.length} fresh seeds`;
  const misses =
    file.constraints.length === 0 || feasible === null || feasible === 1
      ? ""
      : ` There it met ${file.constraints.join(" and ")} in ${formatFraction(feasible)} of the runs only.`;
  const measure = file.measures[0]!;
  if (file.winner === 0) {
    const value = `${first.objective} ${estimateText(first.winner, measure.unit)}`;
    return `Nothing tried is better than ${winner.balancer} as it is: ${value}, ${on}.${rejection(file, rejected)}${misses}`;
  }
  return `${sentenceName(winner, file)} ${compared(first, file)}, ${on}.${misses}`;
}

/** ` haproxy-random with draws 91, which looked better, cannot be told from it.` */
function rejection(file: Found, rejected: Rejected): string {
  if (rejected === null) return "";
  const { configuration, confirmation } = rejected;
  const said = compared(confirmation.objectives[0]!, { ...file, winner: configuration });
  return ` ${sentenceName(file.configurations[configuration]!, file)}, which looked better in the search, ${said} there.`;
}

/** `has 12% (8.1% to 16%) less p99(responseTime) than the default`. */
function compared({ objective, ratio, difference }: Confirmation["objectives"][number], file: Found): string {
  const base = defaultName(file);
  const { low, high } = difference;
  if (low === null || high === null || (low <= 0 && high >= 0)) {
    return `cannot be told from ${base} in ${objective}`;
  }
  const { estimate, low: least, high: most } = ratio;
  const more = high > 0;
  if (estimate === null || least === null || most === null || estimate <= 0) {
    const unit = file.measures[0]!.unit;
    return `has ${more ? "more" : "less"} ${objective} than ${base} (by ${estimateText(absolute(difference), unit)})`;
  }
  const percent = (value: number): string => formatFraction(Math.abs(value - 1));
  const [from, to] = more ? [least, most] : [most, least];
  return `has ${percent(estimate)} (${percent(from)} to ${percent(to)}) ${more ? "more" : "less"} ${objective} than ${base}`;
}

function absolute({ estimate, low, high, count }: Estimate): Estimate {
  const [a, b] = [Math.abs(low ?? 0), Math.abs(high ?? 0)];
  return { estimate: Math.abs(estimate ?? 0), low: Math.min(a, b), high: Math.max(a, b), count };
}

/** The default has its balancer's name where there is another to take it for. */
export function defaultName({ configurations, winner }: Pick<TuneFile, "configurations" | "winner">): string {
  const base = configurations[0]!;
  const other = winner === null ? base : configurations[winner]!;
  return base.balancer === other.balancer ? "the default" : `${base.balancer} by default`;
}

/** `power-of-two-choices with choices 3 and nodes.new.weight 4.2`: what differs from how it was. */
function sentenceName(configuration: TunedConfiguration, file: Found): string {
  const base = file.configurations.find(({ balancer }) => balancer === configuration.balancer)!;
  const changed = Object.keys(configuration.values).filter((path) => configuration.values[path] !== base.values[path]);
  const words = changed.map((path) => `${path} ${tunedValue(path, configuration, file)}`);
  return words.length === 0 ? configuration.balancer : `${configuration.balancer} with ${listed(words)}`;
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words[words.length - 1]!}`;
}

/** A configuration's value with its unit: `4`, `250 ms`, `12%`, `900/s`. */
export function tunedValue(
  path: string,
  { balancer, values }: TunedConfiguration,
  { space }: Pick<TuneFile, "space">,
): string {
  const dimension = space.find((each) => each.path === path && (each.balancer ?? balancer) === balancer);
  return dimensionValue(values[path], dimension);
}

/** A value of a dimension with its unit. */
export function dimensionValue(
  value: number | string | boolean | undefined,
  dimension: TuneDimension | undefined,
): string {
  if (typeof value !== "number") return value === undefined ? "" : String(value);
  if (dimension?.unit === "duration") return formatSeconds(value);
  if (dimension?.unit === "fraction") return formatFraction(value);
  const number = Number.isInteger(value) ? String(value) : formatNumber(value);
  return `${number}${dimension?.unit ?? ""}`;
}
