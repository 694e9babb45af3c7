/** Chart: the value of every single replication, so that a seed in which something went wrong stands out. */
import type { Chart, Row } from "../../../charts/chart.ts";
import { VISIBLE, balancerColour, dimUnlessPicked } from "../../../charts/layers.ts";
import type { Layer } from "../../../charts/layers.ts";
import { ROW_STEP, nameLayer, rowChannel } from "../../../charts/rows.ts";
import { along, valueAxis } from "../../charts/axes.ts";
import { panelsSpec } from "../../charts/panels.ts";
import type { Panel } from "../../charts/panels.ts";
import type { CompareContext } from "../context.ts";
import { describeReplications, replicationFinding } from "../findings.ts";
import { outliers } from "../outliers.ts";
import type { ComparedMeasure } from "../standing.ts";

/** Measures from the first on have a panel as long as the page stays light. */
const MOST_DOTS = 8000;

/** Null where nothing was observed. */
export function replications(context: CompareContext): Chart | null {
  const { file, contenders } = context;
  const observed = context.measures.filter(({ cells }) =>
    cells.some(({ interval }) => interval?.values.some((value) => value !== null)),
  );
  const panels = Math.max(1, Math.floor(MOST_DOTS / (contenders.length * file.seeds.length)));
  const shown = observed.slice(0, panels);
  if (shown.length === 0 || file.seeds.length < 2) return null;
  return {
    id: "replications",
    section: "replications",
    title: replicationFinding(context),
    subtitle:
      "A dot is one run: all balancers met the same seeds. A ring marks a run that lies far from its balancer's others " +
      "(more than three times the middle half's width beyond it).",
    description: describeReplications(context),
    spec: panelsSpec(
      context,
      shown.map((measure) => panel(context, measure)),
    ),
    columns: [
      { field: "b", title: "balancer", kind: "balancer" },
      { field: "measure", title: "measure", kind: "text" },
      { field: "seed", title: "seed", kind: "text" },
      { field: "value", title: "value", kind: "measured" },
    ],
    rows: shown.flatMap((measure) => rows(context, measure)),
    balancers: context.names,
    emphasised: context.emphasised,
  };
}

function rows({ file }: CompareContext, { index, head, cells }: ComparedMeasure): readonly Row[] {
  return cells.flatMap(({ place, interval }) => {
    const far = outliers(interval?.values ?? []);
    return (interval?.values ?? []).map((value, replication) => ({
      b: place,
      m: index,
      measure: head.text,
      unit: head.unit,
      seed: String(file.seeds[replication]),
      value,
      far: far.has(replication) ? 1 : 0,
    }));
  });
}

function panel(context: CompareContext, { index, head, cells }: ComparedMeasure): Panel {
  const axis = valueAxis(
    head.unit,
    cells.flatMap(({ interval }) => interval?.values ?? []),
  );
  const labels = cells.map(({ place, interval }) => ({ b: place, label: told(context, interval?.values ?? []) }));
  const dots = (filter: string, mark: object, opacity: number): Layer =>
    ({
      transform: [{ filter: `${VISIBLE} && datum.m == ${index} && isValid(datum.value) && ${filter}` }],
      mark: { type: "point", yOffset: 7, tooltip: { content: "data" }, clip: false, ...mark },
      encoding: {
        y: rowChannel(),
        x: along("value", axis),
        color: balancerColour(context),
        opacity: dimUnlessPicked(opacity),
      },
    }) as Layer;
  return {
    title: `${head.text}${axis.logarithmic ? ", logarithmic" : ""}`,
    height: { step: ROW_STEP },
    layers: [
      dots("datum.far == 0", { filled: true, size: 34 }, 0.5),
      dots("datum.far == 1", { filled: false, size: 70, strokeWidth: 2 }, 1),
      nameLayer({ values: labels.map((label) => ({ ...label })) }),
    ],
  };
}

/** Beside the name: seeds that stand out, and runs that are missing. */
function told({ file }: CompareContext, values: readonly (number | null)[]): string | null {
  const far = [...outliers(values)].map((replication) => file.seeds[replication]);
  const missing = values.filter((value) => value === null).length;
  const parts = [
    ...(far.length > 0
      ? [`${far.length === 1 ? "seed" : "seeds"} ${far.slice(0, 3).join(", ")}${far.length > 3 ? " …" : ""}`]
      : []),
    ...(missing > 0 ? [`${missing} without a value`] : []),
  ];
  return parts.length === 0 ? null : parts.join("; ");
}
