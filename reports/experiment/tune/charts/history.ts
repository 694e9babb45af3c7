/** Chart: the best found so far after so many runs; a dot where the lead changed. */
import type { Chart, Row } from "../../../charts/chart.ts";
import type { Layer } from "../../../charts/layers.ts";
import { along, valueAxis } from "../../charts/axes.ts";
import { panelsSpec } from "../../charts/panels.ts";
import { shortName } from "../../../names.ts";
import type { TuneContext } from "../context.ts";
import { historyFinding, historyUnit } from "../findings.ts";
import { configurationWords } from "../words.ts";

const HEIGHT = 220;

/** Null where the search found nothing. */
export function history(context: TuneContext): Chart | null {
  const { file } = context;
  const rows = historyRows(context);
  if (rows.length === 0) return null;
  const unit = historyUnit(file);
  const axis = valueAxis(
    unit,
    rows.map((row) => row["best"] as number),
  );
  const x = {
    field: "runs",
    type: "quantitative",
    scale: { domain: [0, Math.max(...rows.map((row) => row["runs"] as number))], nice: false },
    axis: { title: "runs", grid: false, tickCount: 6, labelFlush: true },
  };
  const y = { ...along("best", axis), axis: { ...axis.axis, labelFlush: false } };
  const layer = (mark: object, filter = "true"): Layer =>
    ({ transform: [{ filter }], mark, encoding: { x, y } }) as unknown as Layer;
  const goal = file.objectives[0]?.text ?? "";
  const what = file.objectives.length === 1 ? shortName(goal) : "all objectives, weighed";
  return {
    id: "history",
    section: "search",
    title: historyFinding(context),
    subtitle: `The leader's estimate of ${what} after so many runs, on the seeds of the search; a dot where the lead changed. The leader's own estimate may rise as it meets more seeds.`,
    description: `${historyFinding(context)}. The line has ${rows.length} points over ${file.runs} runs.`,
    spec: panelsSpec(context, [
      {
        title: `${what}${axis.logarithmic ? ", logarithmic" : ""}`,
        height: HEIGHT,
        layers: [
          layer({ type: "line", interpolate: "step-after", strokeWidth: 2, color: { expr: "accent" } }),
          layer(
            {
              type: "point",
              filled: true,
              size: 60,
              color: { expr: "accent" },
              opacity: 1,
              tooltip: { content: "data" },
            },
            "datum.changed == 1",
          ),
        ],
      },
    ]),
    columns: [
      { field: "runs", title: "runs", kind: "count" },
      { field: "best", title: "leader's estimate", kind: "measured" },
      { field: "leader", title: "leader", kind: "text" },
    ],
    rows,
    balancers: context.names,
    emphasised: context.emphasised,
  };
}

function historyRows({ file }: TuneContext): readonly Row[] {
  const known = file.history.filter(({ best }) => best !== null);
  const unit = historyUnit(file);
  return known.map(({ runs, configuration, best }, index) => ({
    runs,
    best,
    unit,
    leader: configurationWords(file, configuration),
    changed: known[index - 1]?.configuration === configuration ? 0 : 1,
  }));
}
