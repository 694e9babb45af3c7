/**
 * The report: one HTML file that needs nothing but itself. It reads as a decision: question, verdict, comparison,
 * expectations, then the evidence, then how to repeat it. All of that but the charts is plain markup.
 */
import { createHash } from "node:crypto";
import type { ResultFile } from "../sim/index.ts";
import type { Chart, Section } from "./charts/chart.ts";
import { chartContext } from "./charts/context.ts";
import { chartSpecs } from "./charts/index.ts";
import { visibleText } from "./names.ts";
import { comparisonTable } from "./page/comparison-table.ts";
import { pageData } from "./page/data-block.ts";
import { expectations } from "./page/expectations.ts";
import { balancerBar, figure } from "./page/figures.ts";
import { escapeJson, html, raw } from "./page/markup.ts";
import type { Markup } from "./page/markup.ts";
import { repeat } from "./page/repeat.ts";
import { pageScripts } from "./page/scripts.ts";
import { styleSheet } from "./page/style.ts";
import { summary } from "./page/summary.ts";
import { fatesTable, imbalanceTable, producersTable } from "./page/tables.ts";
import { theory } from "./page/theory.ts";

/** The whole page as text. The same result gives the same bytes. */
export async function renderHtml(result: ResultFile): Promise<string> {
  const context = chartContext(result);
  const charts = chartSpecs(result);
  const scripts = await pageScripts();
  const style = styleSheet(context.emphasised);
  const data = pageData(result.scenario.name, context.names, context.emphasised, charts);
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy(scripts, style)}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <meta name="generator" content="evenkeel ${result.version}" />
        <title>${visibleText(result.scenario.name)} – evenkeel</title>
        ${element("style", style)}
      </head>
      <body>
        <a class="skip" href="#comparison">Skip to the comparison</a>
        ${body(result, charts)} ${element("script", escapeJson(data), 'type="application/json" id="report-data"')}
        <!-- The first script is vega, (c) 2015-2023 University of Washington Interactive Data Lab, BSD 3-clause licence, https://vega.github.io -->
        ${scripts.map((script) => element("script", script))}
      </body>
    </html>`;
  return `${page.text}\n`;
}

/** An element whose text is not escaped, and exactly the given one: the policy knows it by its digest. */
function element(name: "style" | "script", text: string, attributes = ""): Markup {
  return raw(`<${name}${attributes === "" ? "" : ` ${attributes}`}>${text}</${name}>`);
}

/** Nothing but what is in the file, no `eval`, and of scripts and styles only ours: known by their digests. */
function policy(scripts: readonly string[], style: string): string {
  const digest = (text: string): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
  return [
    "default-src 'none'",
    `script-src ${scripts.map(digest).join(" ")}`,
    `style-src ${digest(style)}`,
    "img-src data: blob:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}

function body(result: ResultFile, charts: readonly Chart[]): Markup {
  const some = result.runs.length > 0;
  return html`${summary(result)}
    <main>
      ${some ? comparisonTable(result) : null} ${expectations(result)}
      ${charts.length > 0 ? balancerBar(result, chartContext(result).emphasised) : null}
      ${section("response", "Response times", charts, some ? producersTable(result) : null)}
      ${section("load", "Load of the nodes", charts, null)}
      ${section("messages", "Messages", charts, some ? fatesTable(result) : null)}
      ${section("imbalance", "Imbalance", charts, some ? imbalanceTable(result) : null)} ${theory(result)}
      ${repeat(result)}
    </main>
    <footer class="page">evenkeel ${result.version}</footer>`;
}

function section(id: Section, title: string, charts: readonly Chart[], table: Markup | null): Markup | null {
  const figures = charts.filter((chart) => chart.section === id).map(figure);
  if (figures.length === 0 && table === null) return null;
  return html`<section aria-labelledby="${id}">
    <h2 id="${id}">${title}</h2>
    ${figures}${table}
  </section>`;
}
