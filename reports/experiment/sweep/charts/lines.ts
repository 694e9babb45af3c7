/** Chart: lines along a numeric axis. One axis: a panel for each measure. More: small multiples of the decisive measure. */
import type { SweepAxis } from "../../../../sim/index.ts";
import type { Chart, Row } from "../../../charts/chart.ts";
import { shortName } from "../../../names.ts";
import { chosenPercent } from "../../values.ts";
import { valueIndex, variedAxes } from "../context.ts";
import type { SweepContext } from "../context.ts";
import { alongFinding, describeBest, firstFinding } from "../findings.ts";
import { linePanels } from "./line-panels.ts";
import type { LinePanel } from "./line-panels.ts";

/** Small multiples beyond these are left to the table. */
const MOST_PANELS = 12;

interface Varied {
  readonly axis: SweepAxis;
  readonly index: number;
}

/** Null where no axis is numeric, or the points are no grid. */
export function lines(context: SweepContext): Chart | null {
  const varied = variedAxes(context);
  const along = longest(
    varied.filter(({ axis }) => axis.numeric && axis.values.every(({ number }) => number !== null)),
  );
  const { file, decisive } = context;
  if (along === null || decisive === null || (varied.length > 1 && file.design !== "grid")) return null;
  const others = varied.filter((each) => each !== along);
  const groups = combinations(context, others);
  const shown = groups.slice(0, MOST_PANELS);
  const single = others.length === 0;
  const panels = single ? measurePanels(context) : shown.map((group) => groupPanel(group, decisive.unit));
  const rows = lineRows(context, along, single ? null : shown);
  if (rows.length === 0) return null;
  const cut = groups.length > shown.length ? ` The first ${shown.length} of ${groups.length} are drawn.` : "";
  return {
    id: "lines",
    section: "lines",
    title: single ? alongFinding(context, endsOf(context, along)) : firstFinding(context),
    subtitle:
      `${single ? "Each measure" : shortName(decisive.text)} along ${shortName(along.axis.path, 60)}; a dot is a point that was ` +
      `simulated, the band its ${chosenPercent(file.confidence)} interval over ${file.seeds.length} replications with common seeds.` +
      (single
        ? ""
        : ` A panel for each combination of ${others.map(({ axis }) => shortName(axis.path, 60)).join(" and ")}, all on one scale.${cut}`),
    description: describeBest(context),
    ...linePanels(context, along.axis, panels, rows),
    rows,
    balancers: context.names,
    emphasised: context.emphasised,
  };
}

/** The points with the least and the greatest value of the axis. */
function endsOf({ file }: SweepContext, { index }: Varied): readonly [number, number] {
  const number = (point: number): number => file.points[point]!.values[index]!.number!;
  const sorted = [...file.points.keys()].sort((one, other) => number(one) - number(other));
  return [sorted[0]!, sorted.at(-1)!];
}

function longest(varied: readonly Varied[]): Varied | null {
  return [...varied].sort((one, other) => other.axis.values.length - one.axis.values.length)[0] ?? null;
}

/** The measures, and how often the scenario's expectations were met where it has any. */
function measurePanels({ file }: SweepContext): readonly LinePanel[] {
  const measures = file.measures.map(({ text, unit }): LinePanel => ({ title: text, unit, scale: text }));
  const expected = file.cells.some(({ met }) => met !== null);
  return expected ? [...measures, { title: "expectations met", unit: "fraction", scale: "met" }] : measures;
}

/** Points that share their values on the other axes. */
interface Group {
  readonly title: string;
  readonly points: readonly number[];
}

function groupPanel({ title }: Group, unit: LinePanel["unit"]): LinePanel {
  return { title, unit, scale: "decisive" };
}

function combinations(context: SweepContext, others: readonly Varied[]): readonly Group[] {
  const groups = new Map<string, { title: string; points: number[] }>();
  for (const point of context.file.points.keys()) {
    const values = others.map(({ index }) => valueIndex(context, point, index));
    const title = others
      .map(({ axis }, place) => `${axis.path} = ${axis.values[values[place]!]?.text ?? "–"}`)
      .join(", ");
    const group = groups.get(title) ?? { title, points: [] };
    group.points.push(point);
    groups.set(title, group);
  }
  return [...groups.values()];
}

function lineRows(context: SweepContext, along: Varied, groups: readonly Group[] | null): readonly Row[] {
  const { file, names } = context;
  const places = along.axis.values.map(({ number }) => number!);
  const sorted = [...places.keys()].sort((one, other) => places[one]! - places[other]!);
  return names.flatMap((balancer, b) =>
    sorted.map((value): Row => {
      const points = [...file.points.keys()].filter((point) => valueIndex(context, point, along.index) === value);
      const values =
        groups === null ? ofMeasures(context, points[0] ?? -1, balancer) : ofGroups(context, points, groups, balancer);
      return { b, x: places[value]!, ...values };
    }),
  );
}

function ofMeasures({ file, cellOf }: SweepContext, point: number, balancer: string): Row {
  const cells = file.measures.map(({ text }) => cellOf(point, balancer, text));
  const met = cells.find((cell) => cell !== null)?.met ?? null;
  const measured = cells.flatMap((cell, index) => valueEntries(index, cell));
  const expected = file.cells.some((cell) => cell.met !== null);
  return Object.fromEntries(
    expected ? [...measured, ...valueEntries(cells.length, { estimate: met, low: null, high: null })] : measured,
  );
}

function ofGroups(context: SweepContext, points: readonly number[], groups: readonly Group[], balancer: string): Row {
  return Object.fromEntries(
    groups.flatMap((group, index) => {
      const point = points.find((each) => group.points.includes(each)) ?? -1;
      return valueEntries(index, context.cellOf(point, balancer, context.decisive!.text));
    }),
  );
}

function valueEntries(
  index: number,
  cell: { readonly estimate: number | null; readonly low: number | null; readonly high: number | null } | null,
): readonly (readonly [string, number | null])[] {
  return [
    [`v${index}`, cell?.estimate ?? null],
    [`l${index}`, cell?.low ?? null],
    [`h${index}`, cell?.high ?? null],
  ];
}
