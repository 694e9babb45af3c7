/** What a sweep shows, in sentences computed from it. */
import type { CapacityLimit, SweepAxis } from "../../../sim/index.ts";
import { formatCount } from "../../format.ts";
import { listNames, listPhrases, shortName } from "../../names.ts";
import { estimateText, measuredText } from "../values.ts";
import { bestOf, variedAxes, winsOf } from "./context.ts";
import type { SweepContext } from "./context.ts";

/** Values or balancers that a text alternative goes through. */
const MOST_DESCRIBED = 10;

/** The answer of the whole sweep: how far each balancer goes where that was asked, else who is first where. */
export function sweepVerdict(context: SweepContext): string {
  const { limits } = context.file;
  const parts = [
    ...(limits !== null && context.file.points.length === 1 ? [limitFinding(limits)] : []),
    ...(variedAxes(context).length > 0 ? [`${firstFinding(context)}.`] : []),
  ];
  return parts.join(" ") || "Nothing was varied and no limit was found.";
}

/** Who has the best estimate at how many points. */
export function firstFinding(context: SweepContext): string {
  const { file, names, decisive } = context;
  if (decisive === null) return `${formatCount(file.points.length)} points were tried`;
  const wins = winsOf(context);
  const order = [...names.keys()].filter((place) => wins[place]! > 0).sort((one, other) => wins[other]! - wins[one]!);
  const total = wins.reduce((sum, each) => sum + each, 0);
  const measure = shortName(decisive.text);
  const [first] = order;
  if (first === undefined) return `${measure} was observed nowhere`;
  if (order.length === 1)
    return `${shortName(names[first]!)} has the best ${measure} at ${total === 1 ? "the one point" : `all ${formatCount(total)} points`}`;
  const others = order.slice(1).map((place) => `${shortName(names[place]!)} at ${formatCount(wins[place]!)}`);
  return `${shortName(names[first]!)} has the best ${measure} at ${formatCount(wins[first]!)} of ${formatCount(total)} points, ${listPhrases(others, 3)}`;
}

/** How far each balancer goes. */
export function limitFinding(limits: readonly CapacityLimit[]): string {
  const said = limits
    .filter(({ point }) => point === 0)
    .map((limit) => `${shortName(limit.balancer)} ${limitWords(limit)}`);
  const path = shortName(limits[0]?.path ?? "", 60);
  return said.length === 0 ? "No limit was searched for." : `Expectations hold, by ${path}: ${listPhrases(said, 6)}.`;
}

/** `up to 812/s`, `from 6 on`, `everywhere in the range`. */
export function limitWords({ kind, limit }: CapacityLimit): string {
  switch (kind) {
    case "largest":
      return `up to ${shortName(limit?.text ?? "")}`;
    case "smallest":
      return `from ${shortName(limit?.text ?? "")} on`;
    case "always":
      return "everywhere in the range";
    case "never":
      return "nowhere in the range";
    case "unknown":
      return "unknown";
  }
}

/** How far the measure that decides goes along an axis: from the best at its beginning to who is best and worst at its end. */
export function alongFinding(context: SweepContext, ends: readonly [first: number, last: number]): string {
  const { decisive, names, cellOf } = context;
  if (decisive === null) return firstFinding(context);
  const at = (point: number): readonly (readonly [string, number])[] =>
    names
      .map((balancer) => [shortName(balancer), cellOf(point, balancer, decisive.text)?.estimate ?? null] as const)
      .filter((pair): pair is readonly [string, number] => pair[1] !== null)
      .sort((one, other) => one[1] - other[1]);
  const [start, end] = [at(ends[0]), at(ends[1])];
  const [least, most] = [end[0], end.at(-1)];
  if (start.length === 0 || least === undefined || most === undefined) return firstFinding(context);
  const text = (value: number): string => measuredText(value, decisive.unit);
  const from = `${text(start[0]![1])}${start.length > 1 ? ` to ${text(start.at(-1)![1])}` : ""}`;
  const to =
    least === most ? text(least[1]) : `${text(least[1])} with ${least[0]} and ${text(most[1])} with ${most[0]}`;
  return `${shortName(decisive.text)} goes from ${from} at ${pointWords(context, ends[0])} to ${to} at ${pointWords(context, ends[1])}`;
}

/** Axes that move nothing, in a sentence; null where all do. */
export function inertWords(axes: readonly SweepAxis[]): string | null {
  const inert = axes.filter((axis) => axis.inert).map(({ path }) => path);
  if (inert.length === 0) return null;
  return `${listNames(inert)} ${inert.length === 1 ? "moves" : "move"} nothing: no run changed with ${inert.length === 1 ? "it" : "them"}.`;
}

/** The best point of every balancer, for those who cannot see the chart. */
export function describeBest(context: SweepContext): string {
  const { names, decisive } = context;
  if (decisive === null) return "No measure was taken.";
  const said = names.slice(0, MOST_DESCRIBED).flatMap((balancer) => {
    const best = bestPoint(context, balancer);
    return best === null ? [] : [`${shortName(balancer)} ${estimateText(best.cell, decisive.unit)} at ${best.at}`];
  });
  return `${firstFinding(context)}. The best ${shortName(decisive.text)}: ${said.join("; ")}.`;
}

/** Where a balancer's decisive measure is best. */
export function bestPoint(
  context: SweepContext,
  balancer: string,
): {
  readonly point: number;
  readonly at: string;
  readonly cell: NonNullable<ReturnType<SweepContext["cellOf"]>>;
} | null {
  const { file, decisive, cellOf } = context;
  if (decisive === null) return null;
  const cells = [...file.points.keys()].map((point) => cellOf(point, balancer, decisive.text));
  const best = bestOf(
    cells.map((cell) => cell?.estimate ?? null),
    decisive,
  );
  const point = cells.findIndex((cell) => cell !== null && cell.estimate === best && best !== null);
  return point < 0 ? null : { point, at: pointWords(context, point), cell: cells[point]! };
}

/** A point's values, `choices = 3, nodes = 5`; the scenario as it is where nothing was varied. */
export function pointWords({ file }: SweepContext, point: number): string {
  const words = file.axes.map(({ path }, index) => `${path} = ${file.points[point]?.values[index]?.text ?? "–"}`);
  return words.length === 0 ? "the scenario as it is" : words.map((word) => shortName(word, 72)).join(", ");
}
