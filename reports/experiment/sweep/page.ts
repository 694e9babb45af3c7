/** The page of a sweep: what was found, where each balancer is best, limits, lines and heat maps, repetition. */
import type { SweepFile } from "../../../sim/index.ts";
import type { Chart } from "../../charts/chart.ts";
import { formatCount } from "../../format.ts";
import { shortName } from "../../names.ts";
import { balancerBar } from "../../page/figures.ts";
import { chartSection } from "../../page/frame.ts";
import type { Page } from "../../page/frame.ts";
import { html } from "../../page/markup.ts";
import type { Markup } from "../../page/markup.ts";
import { experimentPage } from "../page/page.ts";
import { experimentRepeat } from "../page/repeat.ts";
import { experimentSummary } from "../page/summary.ts";
import { chosenPercent } from "../values.ts";
import { sweepCharts } from "./charts/index.ts";
import { sweepContext } from "./context.ts";
import type { SweepContext } from "./context.ts";
import { inertWords, sweepVerdict } from "./findings.ts";
import { bestTable, limitTable, problemList } from "./tables.ts";

/** Everything of the page. */
export function sweepPage(file: SweepFile): Page {
  const context = sweepContext(file);
  const charts = sweepCharts(file);
  const skip = { to: "comparison", words: "Skip to the table" };
  return experimentPage(context, charts, skip, body(context, charts));
}

function body(context: SweepContext, charts: readonly Chart[]): Markup {
  const { file, contenders, names, emphasised } = context;
  return html`${experimentSummary(file, "sweep", sweepVerdict(context), facts(context))}
    <main>
      ${bestTable(context)} ${charts.length > 0 ? balancerBar(names, emphasised) : null}
      ${chartSection("limits", "Limits", charts, limitTable(context))}
      ${chartSection("lines", "Over what was varied", charts, problemList(context))}
      ${experimentRepeat(file, contenders, file.seeds)}
    </main>
    <footer class="page">evenkeel ${file.version}</footer>`;
}

const DESIGNS: Readonly<Record<SweepFile["design"], string>> = {
  grid: "a full grid",
  list: "a list of points",
  sobol: "a Sobol sequence, which fills the space evenly",
  halton: "a Halton sequence, which fills the space evenly",
  "latin-hypercube": "a Latin hypercube, which fills the space evenly",
};

function facts({ file }: SweepContext): readonly string[] {
  const { axes, points, seeds, runs, failures, confidence, design } = file;
  const varied = axes.map(
    ({ path, values, balancer }) =>
      `${shortName(path, 60)} (${formatCount(values.length)} ${values.length === 1 ? "value" : "values"}${balancer === null ? "" : `, of ${shortName(balancer)}`})`,
  );
  const inert = inertWords(axes);
  const failed = failures.length > 0 ? `, ${formatCount(failures.length)} of which failed and are left out` : "";
  return [
    ...(varied.length > 0
      ? [`Varied: ${varied.join(", ")}; ${formatCount(points.length)} points, ${DESIGNS[design]}.`]
      : []),
    ...(inert === null ? [] : [inert]),
    `${formatCount(seeds.length)} ${seeds.length === 1 ? "replication" : "replications"} of each balancer at each point, with common seeds over all points; ${formatCount(runs)} runs in all${failed}. ${chosenPercent(confidence)} intervals.`,
  ];
}
