/** The page of a study: the recommendation first, how much better it is, what matters, how the search went, repetition. */
import type { TuneFile } from "../../../sim/index.ts";
import type { Chart } from "../../charts/chart.ts";
import { formatCount } from "../../format.ts";
import { visibleText } from "../../names.ts";
import { balancerBar } from "../../page/figures.ts";
import { chartSection } from "../../page/frame.ts";
import type { Page } from "../../page/frame.ts";
import { html } from "../../page/markup.ts";
import type { Markup } from "../../page/markup.ts";
import { experimentPage } from "../page/page.ts";
import { experimentRepeat } from "../page/repeat.ts";
import { experimentSummary } from "../page/summary.ts";
import { chosenPercent } from "../values.ts";
import { tuneCharts } from "./charts/index.ts";
import { tuneContext } from "./context.ts";
import type { TuneContext } from "./context.ts";
import { confirmationTable, parameterTable, recommendation } from "./tables.ts";

/** Everything of the page. */
export function tunePage(file: TuneFile): Page {
  const context = tuneContext(file);
  const charts = tuneCharts(file);
  const skip =
    file.recommendation === null
      ? { to: "repeat", words: "Skip to how to repeat it" }
      : { to: "recommendation", words: "Skip to the recommendation" };
  return experimentPage(context, charts, skip, body(context, charts));
}

function body(context: TuneContext, charts: readonly Chart[]): Markup {
  const { file, names, emphasised } = context;
  return html`${experimentSummary(file, "tuning", file.verdict, facts(context))}
    <main>
      ${recommendation(context)} ${confirmationTable(context)}
      ${names.length > 1 && charts.length > 0 ? balancerBar(names, emphasised) : null}
      ${chartSection("parameters", "What matters, and how much it may move", charts, parameterTable(context))}
      ${chartSection("search", "The search", charts)} ${experimentRepeat(file, [], file.confirmation?.seeds ?? [])}
    </main>
    <footer class="page">evenkeel ${file.version}</footer>`;
}

function facts({ file, names }: TuneContext): readonly string[] {
  const { objectives, constraints, searcher, configurations, runs, budget, failures, confidence } = file;
  const goals = objectives.map(({ text, goal }) => `${goal} ${text}`).join(", ");
  const subject = constraints.length === 0 ? "" : `, subject to ${constraints.join(" and ")}`;
  const failed = failures.length > 0 ? `, ${formatCount(failures.length)} of which failed` : "";
  return [
    visibleText(`Asked: ${goals}${subject}.`),
    `${searcher}: ${formatCount(configurations.length)} configurations of ${names.length === 1 ? visibleText(names[0]!) : `${formatCount(names.length)} balancers`} in ${formatCount(runs)} of ${formatCount(budget)} runs${failed}.`,
    `${chosenPercent(confidence)} intervals; the search and the confirmation used different seeds, so that the winner's luck is left behind.`,
  ];
}
