/**
 * The report: one HTML file that needs nothing but itself. It reads as a decision: question, verdict, comparison,
 * expectations, then the evidence, then how to repeat it. All of that but the charts is plain markup.
 */
import type { ResultFile } from "../sim/index.ts";
import type { Chart } from "./charts/chart.ts";
import type { ChartContext } from "./charts/context.ts";
import { chartContext } from "./charts/context.ts";
import { chartSpecs } from "./charts/index.ts";
import { comparisonTable } from "./page/comparison-table.ts";
import { expectations } from "./page/expectations.ts";
import { faultsTable } from "./page/faults-table.ts";
import { balancerBar } from "./page/figures.ts";
import { chartSection, renderPage } from "./page/frame.ts";
import { html } from "./page/markup.ts";
import type { Markup } from "./page/markup.ts";
import { linksTable } from "./page/links-table.ts";
import { fatesTable, messageTables } from "./page/message-tables.ts";
import { repeat } from "./page/repeat.ts";
import { summary } from "./page/summary.ts";
import { guardsTable, imbalanceTable, producersTable } from "./page/tables.ts";
import { theory } from "./page/theory.ts";

/** The whole page as text. The same result gives the same bytes. */
export async function renderHtml(result: ResultFile): Promise<string> {
  const context = chartContext(result);
  const charts = chartSpecs(result);
  return renderPage({
    name: result.scenario.name,
    version: result.version,
    balancers: context.names,
    emphasised: context.emphasised,
    charts,
    skip: { to: "comparison", words: "Skip to the comparison" },
    body: body(result, context, charts),
  });
}

function body(result: ResultFile, context: ChartContext, charts: readonly Chart[]): Markup {
  const some = result.runs.length > 0;
  return html`${summary(result)}
    <main>
      ${some ? comparisonTable(result) : null} ${expectations(result)}
      ${charts.length > 0 ? balancerBar(context.names, context.emphasised) : null}
      ${chartSection("response", "Response times", charts, some ? html`${producersTable(result)} ${faultsTable(result)}` : null)}
      ${chartSection("load", "Load of the nodes", charts, some ? guardsTable(result) : null)}
      ${chartSection("messages", "Messages", charts, some ? messages(result) : null)}
      ${chartSection("imbalance", "Imbalance", charts, some ? imbalanceTable(result) : null)} ${theory(result)}
      ${repeat(result)}
    </main>
    <footer class="page">evenkeel ${result.version}</footer>`;
}

function messages(result: ResultFile): Markup {
  return html`${fatesTable(result)} ${messageTables(result)} ${linksTable(result)}`;
}
