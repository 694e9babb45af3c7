/** The figures: a caption that is a finding, the place of the chart, and what is offered beside it. */
import type { ResultFile } from "../../sim/index.ts";
import type { Chart } from "../charts/chart.ts";
import { shortName } from "../names.ts";
import { html } from "./markup.ts";
import type { Markup } from "./markup.ts";

export function figure(chart: Chart): Markup {
  return html`<figure id="figure-${chart.id}">
    <figcaption>
      <h3>${chart.title}</h3>
      <p>${chart.subtitle}</p>
    </figcaption>
    <div class="plot" role="img" aria-label="${chart.description}"></div>
    <div class="tools">
      <button type="button" data-tool="csv">Data (CSV)</button>
      <button type="button" data-tool="vega-lite">Chart (Vega-Lite)</button>
      <details>
        <summary>Data as a table</summary>
        <noscript><p class="note">The table needs the page's script.</p></noscript>
      </details>
    </div>
  </figure>`;
}

/** Sticks to the top while the charts pass: legend and switch of all of them at once. */
export function balancerBar({ runs }: ResultFile): Markup | null {
  if (runs.length === 0) return null;
  const boxes = runs.map(
    (run, place) =>
      html`<label data-place="${place}"
        ><input type="checkbox" checked disabled data-balancer="${place}" /><span class="swatch b${place}"></span
        ><span class="name"><bdi>${shortName(run.balancer)}</bdi></span></label
      >`,
  );
  const both = html`<span class="both"
    ><button type="button" data-show="all">All</button><button type="button" data-show="none">None</button></span
  >`;
  return html`<div class="bar" role="group" aria-label="Balancers shown in the charts">
    ${boxes}${runs.length > 1 ? both : null}
  </div>`;
}
