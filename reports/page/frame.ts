/**
 * The frame of every page: head, style, scripts, data, and the policy that forbids the network and `eval`. What stands
 * between, the body, is plain markup.
 */
import { createHash } from "node:crypto";
import type { Chart, Section } from "../charts/chart.ts";
import { visibleText } from "../names.ts";
import { pageData } from "./data-block.ts";
import { figure } from "./figures.ts";
import { escapeJson, html, raw } from "./markup.ts";
import type { Markup } from "./markup.ts";
import { pageScripts } from "./scripts.ts";
import { styleSheet } from "./style.ts";

/** What a page is made of. */
export interface Page {
  /** The scenario's name: title of the page, and the beginning of the names of files that it offers. */
  readonly name: string;
  readonly version: string;
  /** Names of the balancers, and which of them have a colour of their own, by place. */
  readonly balancers: readonly string[];
  readonly emphasised: readonly boolean[];
  readonly charts: readonly Chart[];
  /** Where the keyboard can skip to: the id of a heading, and what is there. */
  readonly skip: { readonly to: string; readonly words: string };
  readonly body: Markup;
}

/** The whole page as text. The same page gives the same bytes. */
export async function renderPage(page: Page): Promise<string> {
  const scripts = await pageScripts();
  const style = styleSheet(page.emphasised, page.charts);
  const data = pageData(page.name, page.balancers, page.emphasised, page.charts);
  const text = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy(scripts, style)}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <meta name="generator" content="evenkeel ${page.version}" />
        <title>${visibleText(page.name)} – evenkeel</title>
        ${element("style", style)}
      </head>
      <body>
        <a class="skip" href="#${page.skip.to}">${page.skip.words}</a>
        ${page.body} ${element("script", escapeJson(data), 'type="application/json" id="report-data"')}
        <!-- The first script is vega, (c) 2015-2023 University of Washington Interactive Data Lab, BSD 3-clause licence, https://vega.github.io -->
        ${scripts.map((script) => element("script", script))}
      </body>
    </html>`;
  return `${text.text}\n`;
}

/** A part of the page with those of the charts that belong to it, and what else is given; nothing where both are missing. */
export function chartSection(
  id: Section,
  title: string,
  charts: readonly Chart[],
  table: Markup | null = null,
): Markup | null {
  const figures = charts.filter((chart) => chart.section === id).map(figure);
  if (figures.length === 0 && table === null) return null;
  return html`<section aria-labelledby="${id}">
    <h2 id="${id}">${title}</h2>
    ${figures}${table}
  </section>`;
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
