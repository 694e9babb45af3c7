/** Chart: parallel coordinates, an axis below the other: every configuration a line through its values to its objective. */
import type { TuneDimension } from "../../../../sim/index.ts";
import type { Chart, Row } from "../../../charts/chart.ts";
import { VISIBLE, balancerColour } from "../../../charts/layers.ts";
import type { Layer } from "../../../charts/layers.ts";
import { shortName } from "../../../names.ts";
import { dimensionValue } from "../../../tune-verdict.ts";
import { panelsSpec } from "../../charts/panels.ts";
import { measuredText } from "../../values.ts";
import { positionOf, valueOf } from "../context.ts";
import type { TuneContext } from "../context.ts";
import { parallelFinding } from "../findings.ts";

const STEP = 54;
/** Lines beyond these would be a thicket; the winner, the default and the latest are kept. */
const MOST_LINES = 300;
/** From here on only so many axes fit a page. */
const MOST_AXES = 12;

/** One horizontal axis. */
interface Coordinate {
  readonly title: string;
  readonly low: string;
  readonly high: string;
  readonly of: (configuration: number) => { readonly at: number | null; readonly text: string };
}

/** Null where fewer than two configurations were tried. */
export function parallel(context: TuneContext): Chart | null {
  const { file } = context;
  if (file.configurations.length < 2 || file.space.length === 0) return null;
  const coordinates = [
    ...file.space.slice(0, MOST_AXES).map((dimension) => parameterCoordinate(context, dimension)),
    ...file.objectives.map((_, index) => objectiveCoordinate(context, index)),
  ];
  const rows = shownConfigurations(context).flatMap((index) => configurationRows(context, index, coordinates));
  return {
    id: "parallel",
    section: "search",
    title: parallelFinding(context),
    subtitle:
      "Every line is a configuration, from its parameters at the top to what came of it at the bottom. Faint: dropped in the race, or " +
      "failed. The thick line is the winner, the dashed one the default. Each axis goes from the least to the most.",
    description: `${parallelFinding(context)}. ${coordinates.length} axes: ${coordinates.map(({ title }) => shortName(title)).join(", ")}.`,
    spec: panelsSpec(context, [{ title: "", height: coordinates.length * STEP, layers: layers(context, coordinates) }]),
    columns: [
      { field: "c", title: "configuration", kind: "count" },
      { field: "b", title: "balancer", kind: "balancer" },
      { field: "state", title: "what became of it", kind: "text" },
      { field: "axis", title: "axis", kind: "text" },
      { field: "text", title: "value", kind: "text" },
    ],
    rows,
    balancers: context.names,
    emphasised: context.emphasised,
  };
}

function parameterCoordinate({ file }: TuneContext, dimension: TuneDimension): Coordinate {
  const { path, balancer, low, high, choices } = dimension;
  const several = new Set(file.space.map((each) => each.balancer)).size > 1 && balancer !== null;
  return {
    title: several ? `${balancer}: ${path}` : path,
    low: choices?.[0] ?? (low === null ? "false" : dimensionValue(low, dimension)),
    high: choices?.at(-1) ?? (high === null ? "true" : dimensionValue(high, dimension)),
    of: (index) => {
      const value = valueOf(file.configurations[index]!, dimension);
      return { at: positionOf(value, dimension), text: dimensionValue(value, dimension) };
    },
  };
}

function objectiveCoordinate({ file }: TuneContext, objective: number): Coordinate {
  const values = file.configurations.map(({ objectives }) => objectives[objective]?.estimate ?? null);
  const seen = values.filter((value) => value !== null);
  const [low, high] = [Math.min(...seen), Math.max(...seen)];
  const unit = file.measures[objective]?.unit ?? "number";
  const logarithmic = low > 0 && high / low > 25;
  const scaled = (value: number): number => (logarithmic ? Math.log(value) : value);
  return {
    title: `${file.objectives[objective]!.text}${logarithmic ? ", logarithmic" : ""}`,
    low: measuredText(seen.length === 0 ? null : low, unit),
    high: measuredText(seen.length === 0 ? null : high, unit),
    of: (index) => {
      const value = values[index] ?? null;
      const span = scaled(high) - scaled(low);
      const at = value === null ? null : span > 0 ? (scaled(value) - scaled(low)) / span : 0.5;
      return { at, text: measuredText(value, unit) };
    },
  };
}

function shownConfigurations({ file }: TuneContext): readonly number[] {
  const all = [...file.configurations.keys()];
  if (all.length <= MOST_LINES) return all;
  const kept = new Set([0, ...(file.winner === null ? [] : [file.winner]), ...file.front]);
  for (const index of [...all].reverse()) if (kept.size < MOST_LINES) kept.add(index);
  return all.filter((index) => kept.has(index));
}

const STATES = { survivor: "still in the race", dropped: "dropped", failed: "failed to run" } as const;

function configurationRows(
  { file, names }: TuneContext,
  c: number,
  coordinates: readonly Coordinate[],
): readonly Row[] {
  const { balancer, state } = file.configurations[c]!;
  const role = c === file.winner ? "winner" : c === 0 ? "default" : state === "survivor" ? "survivor" : "out";
  const b = names.indexOf(balancer);
  return coordinates.flatMap(({ title, of }, i) => {
    const { at, text } = of(c);
    if (at === null) return [];
    return [{ c, b, i, axis: title, at: Math.round(at * 1e4) / 1e4, text, state: STATES[state], role }];
  });
}

function layers(context: TuneContext, coordinates: readonly Coordinate[]): Layer[] {
  const places = coordinates.length;
  const y = {
    field: "i",
    type: "quantitative",
    axis: null,
    scale: { domain: [-0.6, places - 0.4], reverse: true, nice: false, zero: false },
  };
  const x = { field: "at", type: "quantitative", axis: null, scale: { domain: [0, 1], nice: false } };
  const several = context.names.length > 1;
  const color = several ? balancerColour(context) : { value: { expr: "accent" } };
  const line = (role: string, mark: object): Layer =>
    ({
      transform: [{ filter: `${VISIBLE} && datum.role == '${role}'` }],
      mark: { type: "line", orient: "vertical", ...mark },
      encoding: { x, y, detail: { field: "c", type: "nominal" }, order: { field: "i", type: "quantitative" }, color },
    }) as unknown as Layer;
  const ends = coordinates.map(({ title, low, high }, i) => ({
    i,
    title: shortName(title, 60),
    low: shortName(low, 18),
    high: shortName(high, 18),
  }));
  return [
    {
      data: { values: ends },
      mark: { type: "rule", color: { expr: "line" }, strokeWidth: 1.5 },
      encoding: { y, x: { value: 0 }, x2: { value: { expr: "width" } } },
    } as unknown as Layer,
    line("out", { strokeWidth: 1, opacity: 0.14 }),
    line("survivor", { strokeWidth: 1.25, opacity: 0.55 }),
    line("default", { strokeWidth: 2, strokeDash: [5, 4], opacity: 1, stroke: { expr: "ink" } }),
    line("winner", { strokeWidth: 3.5, opacity: 1 }),
    {
      transform: [{ filter: VISIBLE }],
      mark: { type: "point", filled: true, size: 26, tooltip: { content: "data" } },
      encoding: {
        x,
        y,
        color,
        opacity: { condition: { test: "datum.role == 'out'", value: 0.2 }, value: 0.9 },
      },
    } as unknown as Layer,
    ...axisText(ends, y, "title", { x: 0, align: "left", fontWeight: 600 }, "ink"),
    ...axisText(ends, y, "low", { x: 0, dy: 12, align: "left" }, "muted"),
    ...axisText(ends, y, "high", { x: { expr: "width" }, dy: 12, align: "right" }, "muted"),
  ];
}

/** Text over its own halo, so that lines behind it do not strike it out. */
function axisText(ends: readonly object[], y: object, field: string, mark: object, colour: string): Layer[] {
  const text = (look: object): Layer =>
    ({
      data: { values: ends.map((end) => ({ ...end })) },
      mark: { type: "text", dy: -11, baseline: "middle", ...mark, ...look },
      encoding: { y, text: { field, type: "nominal" } },
    }) as unknown as Layer;
  return [
    text({ color: { expr: "ground" }, stroke: { expr: "ground" }, strokeWidth: 4, strokeJoin: "round" }),
    text({ color: { expr: colour } }),
  ];
}
