/** Chart: dots with interval bars at values that are no numbers, or at the points of a design that is no grid. */
import type { MeasureHead } from "../../../../sim/index.ts";
import type { Chart, Row } from "../../../charts/chart.ts";
import { VISIBLE, balancerColour, dimUnlessPicked } from "../../../charts/layers.ts";
import type { Layer } from "../../../charts/layers.ts";
import { shortName } from "../../../names.ts";
import { along, tickLabel, valueAxis } from "../../charts/axes.ts";
import { panelsSpec } from "../../charts/panels.ts";
import type { Panel } from "../../charts/panels.ts";
import { chosenPercent } from "../../values.ts";
import { valueIndex, variedAxes } from "../context.ts";
import type { SweepContext } from "../context.ts";
import { describeBest, firstFinding } from "../findings.ts";

const HEIGHT = 190;
/** The share of the room between two values over which the balancers stand beside each other. */
const DODGE = 0.6;

/** One panel: a measure over an axis. */
interface Scatter {
  readonly measure: MeasureHead;
  readonly axis: number;
}

/** Null where a chart of lines or heat maps shows the same. */
export function dots(context: SweepContext): Chart | null {
  const varied = variedAxes(context);
  const { file, decisive } = context;
  const [only] = varied;
  if (decisive === null || only === undefined) return null;
  const categorical = varied.length === 1 && !only.axis.numeric;
  if (!categorical && (file.design === "grid" || varied.length === 1)) return null;
  const scatters: readonly Scatter[] = categorical
    ? file.measures.map((measure) => ({ measure, axis: only.index }))
    : varied.map(({ index }) => ({ measure: decisive, axis: index }));
  const rows = scatters.flatMap((scatter, panel) => scatterRows(context, scatter, panel));
  if (rows.every((row) => row["v"] === null)) return null;
  return {
    id: "dots",
    section: "lines",
    title: firstFinding(context),
    subtitle:
      `A dot is a point that was simulated, its bar the ${chosenPercent(file.confidence)} interval over ${file.seeds.length} replications with common seeds.` +
      (categorical ? "" : ` ${shortName(decisive.text)} over each axis in turn, whatever the others are at.`),
    description: describeBest(context),
    spec: panelsSpec(
      context,
      scatters.map((scatter, panel) => drawn(context, scatter, panel, rows)),
      { axisTexts: file.axes.map(({ values }) => values.map(({ text }) => shortName(text, 24))) },
    ),
    columns: [
      { field: "b", title: "balancer", kind: "balancer" },
      { field: "path", title: "axis", kind: "text" },
      { field: "at", title: "value", kind: "text" },
      { field: "measure", title: "measure", kind: "text" },
      { field: "v", title: "estimate", kind: "measured" },
      { field: "l", title: "from", kind: "measured" },
      { field: "h", title: "to", kind: "measured" },
    ],
    rows,
    balancers: context.names,
    emphasised: context.emphasised,
  };
}

function scatterRows(context: SweepContext, { measure, axis }: Scatter, panel: number): readonly Row[] {
  const { file, names, cellOf } = context;
  const { numeric, path } = file.axes[axis]!;
  return names.flatMap((balancer, b) =>
    file.points.map((point, index): Row => {
      const cell = cellOf(index, balancer, measure.text);
      const value = point.values[axis];
      const beside = names.length === 1 ? 0 : (b / (names.length - 1) - 0.5) * DODGE;
      return {
        b,
        p: panel,
        path,
        at: value?.text ?? null,
        measure: measure.text,
        unit: measure.unit,
        x: numeric ? (value?.number ?? null) : valueIndex(context, index, axis) + beside,
        v: cell?.estimate ?? null,
        l: cell?.low ?? null,
        h: cell?.high ?? null,
      };
    }),
  );
}

function drawn(context: SweepContext, { measure, axis: index }: Scatter, panel: number, rows: readonly Row[]): Panel {
  const axis = context.file.axes[index]!;
  const mine = rows.filter((row) => row["p"] === panel);
  const values = valueAxis(
    measure.unit,
    mine.flatMap((row) => [row["v"], row["l"], row["h"]] as (number | null)[]),
  );
  const x = { field: "x", type: "quantitative", ...placeScale(axis, index, mine) };
  const layer = (mark: object, encoding: object): Layer =>
    ({
      transform: [{ filter: `${VISIBLE} && datum.p == ${panel} && isValid(datum.v)` }],
      mark,
      encoding: { x, color: balancerColour(context), opacity: dimUnlessPicked(0.9), ...encoding },
    }) as unknown as Layer;
  return {
    title: `${measure.text}${values.logarithmic ? ", logarithmic" : ""}`,
    height: HEIGHT,
    layers: [
      layer({ type: "rule", strokeWidth: 2 }, { y: verticalOf("l", values), y2: { field: "h" } }),
      layer({ type: "point", filled: true, size: 46, tooltip: { content: "data" } }, { y: verticalOf("v", values) }),
    ],
  };
}

function verticalOf(field: string, values: ReturnType<typeof valueAxis>): object {
  return { ...along(field, values), axis: { ...values.axis, labelFlush: false } };
}

/** Numbers where they lie; words at equal distances, their texts looked up. */
function placeScale(axis: SweepContext["file"]["axes"][number], index: number, rows: readonly Row[]): object {
  if (!axis.numeric) {
    const count = axis.values.length;
    return {
      scale: { domain: [-0.5, count - 0.5], nice: false, zero: false },
      axis: {
        title: axis.path,
        grid: false,
        values: [...axis.values.keys()],
        labelExpr: `axisTexts[${index}][datum.value]`,
        labelOverlap: true,
      },
    };
  }
  const places = rows.map((row) => row["x"] as number).filter((place) => Number.isFinite(place));
  const [low, high] = [Math.min(...places), Math.max(...places)];
  const logarithmic = axis.logarithmic && low > 0;
  return {
    scale: {
      ...(logarithmic ? { type: "log" } : {}),
      domain: [low, high === low ? low + 1 : high],
      nice: false,
      zero: false,
    },
    axis: { title: axis.path, grid: false, labelExpr: tickLabel(axis.unit), labelOverlap: true, tickCount: 6 },
  };
}
