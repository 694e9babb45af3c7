/** The figures: a caption that is a finding, the place of the chart, and what is offered beside it. */
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

/**
 * Sticks to the top while the charts pass: legend and switch of all of them at once. Where some have no colour of their own, it is
 * one line that can be scrolled, those with a colour first, so that twenty names leave room for the charts.
 */
export function balancerBar(balancers: readonly string[], emphasised: readonly boolean[]): Markup | null {
  if (balancers.length === 0) return null;
  const many = emphasised.includes(false);
  const places = [...balancers.keys()].sort((one, other) => Number(emphasised[other]) - Number(emphasised[one]));
  const boxes = places.map(
    (place) =>
      html`<label data-place="${place}"
        ><input type="checkbox" checked disabled data-balancer="${place}" /><span class="swatch b${place}"></span
        ><span class="name"><bdi>${shortName(balancers[place]!)}</bdi></span></label
      >`,
  );
  const both = html`<span class="both"
    ><button type="button" data-show="all">All</button><button type="button" data-show="none">None</button></span
  >`;
  return html`${many ? paleNote(emphasised) : null}
    <div class="bar${many ? " many" : ""}" role="group" aria-label="Balancers shown in the charts">
      ${boxes}${balancers.length > 1 ? both : null}
    </div>`;
}

function paleNote(emphasised: readonly boolean[]): Markup {
  const coloured = emphasised.filter(Boolean).length;
  return html`<p class="note pale">
    In the charts ${coloured} of the ${emphasised.length} balancers have a colour: the first, the best few, and the best
    bound if there is one. The others are grey; point at a line or a name to light one up, or hide those in the way.
  </p>`;
}
