/** The decision as a table: a row per balancer, a column per measure, each cell with its interval and its verdict. */
import { formatFraction } from "../../format.ts";
import { shortName } from "../../names.ts";
import { rowHead, standingMark } from "../../page/comparison-table.ts";
import { html } from "../../page/markup.ts";
import type { Markup } from "../../page/markup.ts";
import { chosenPercent, onScale, relativeText, signedText, spreadOnScale, valueScale } from "../values.ts";
import type { ValueScale } from "../values.ts";
import type { CompareContext } from "./context.ts";
import { VERDICT_SIGNS } from "./standing.ts";
import type { ComparedCell, ComparedMeasure, DifferenceVerdict } from "./standing.ts";
import { chance } from "./words.ts";

export function decisionTable(context: CompareContext): Markup {
  const scales = context.measures.map(({ head, cells }) =>
    valueScale(
      head.unit,
      cells.map(({ interval }) => interval?.estimate ?? null),
    ),
  );
  return html`<section aria-labelledby="comparison">
    <h2 id="comparison">Comparison</h2>
    <div class="scroll comparison decision" tabindex="0" role="region" aria-labelledby="comparison">
      <table class="wide sortable" aria-describedby="comparison-note">
        <thead>
          <tr>
            <th scope="col">balancer</th>
            ${context.measures.map((measure, index) => head(measure, scales[index]!))}
          </tr>
        </thead>
        <tbody>
          ${context.contenders.map(
            (contender, place) =>
              html`<tr data-place="${place}">
                ${rowHead(contender, place)}
                ${context.measures.map((measure, index) => cell(measure, measure.cells[place]!, scales[index]!))}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    <p class="note" id="comparison-note">${caption(context)}</p>
  </section>`;
}

function head({ head: measure, index }: ComparedMeasure, scale: ValueScale): Markup {
  const better = measure.better === "neither" ? "" : `${measure.better} is better`;
  return html`<th scope="col" class="number" aria-sort="none" data-column="m${index}">
    <button type="button" disabled title="${better}">
      ${shortName(measure.text)}${scale.symbol === "" ? null : html` <small class="unit">${scale.symbol}</small>`}
    </button>
    <small>${index === 0 ? "decides; " : ""}${better}</small>
  </th>`;
}

function cell({ index, head: measure }: ComparedMeasure, of: ComparedCell, scale: ValueScale): Markup {
  const { interval, standing } = of;
  const value = interval?.estimate ?? null;
  const spread = interval === null ? "" : spreadOnScale(interval, scale);
  return html`<td class="number" data-column="m${index}" data-value="${value}">
    <span class="${standing === "other" ? "" : standing}">${standingMark(standing)}${onScale(value, scale)}</span>
    <small>${spread}</small>
    <div class="against">${against(of, measure.unit)}</div>
  </td>`;
}

const LOOKS: Readonly<Record<DifferenceVerdict, string>> = {
  better: "met",
  worse: "failed",
  equivalent: "same",
  "cannot tell": "unknown",
};

function against({ difference, isBaseline }: ComparedCell, unit: ComparedMeasure["head"]["unit"]): Markup | string {
  if (isBaseline) return "baseline";
  if (difference === null) return "–";
  const { verdict, ratio, difference: absolute } = difference;
  const size = ratio.estimate === null ? signedText(absolute.estimate, unit) : relativeText(ratio.estimate);
  return html`<span class="${LOOKS[verdict]}">${VERDICT_SIGNS[verdict].unicode} ${verdict}</span> ${size}`;
}

function caption({ file, measures, contenders }: CompareContext): Markup {
  const confidence = chosenPercent(file.confidence);
  const standings = new Set(measures.flatMap(({ cells }) => cells.map(({ standing }) => standing)));
  const marks = [
    ...(standings.has("best") ? ["• is the only one that may be best"] : []),
    ...(standings.has("tied") ? ["= may be best as well as others so marked"] : []),
  ];
  return html`Estimate and half width of its ${confidence} interval; ≤ bounds what was never seen.
  ${marks.length > 0 ? `${marks.join(", ")} (${confidence}). ` : ""}Below it, against ${shortName(file.baseline)} on the
  same seeds: ✓ better, ✗ worse, = equivalent within ${chosenPercent(file.precision)}, ? cannot tell yet.
  ${contenders.some(({ truth }) => truth) ? "A bound sees global truth that no real balancer has; it is never marked." : ""}`;
}

/** Places and chances at every measure, where there are several. */
export function rankingTable({ measures, contenders }: CompareContext): Markup | null {
  if (measures.length < 2 || contenders.length < 2) return null;
  return html`<div class="block">
    <h3>By each measure</h3>
    <div class="scroll comparison" tabindex="0" role="region" aria-label="Probability of best by each measure">
      <table>
        <thead>
          <tr>
            <th scope="col">balancer</th>
            ${measures.map(({ head: measure }) => html`<th scope="col" class="number">${shortName(measure.text)}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${contenders.map(
            (contender, place) =>
              html`<tr data-place="${place}">
                <th scope="row">
                  <span class="swatch b${place}"></span> <bdi>${shortName(contender.balancer, 48)}</bdi>
                </th>
                ${measures.map(({ cells }) => rank(cells[place]!))}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    <p class="note">Probability of being the best; • belongs to those that may be.</p>
  </div>`;
}

function rank({ ranked }: ComparedCell): Markup {
  if (ranked === null) return html`<td class="number">–</td>`;
  const sign = ranked.mayBeBest
    ? html`<span class="mark" aria-hidden="true">•</span><span class="unseen">may be best: </span>`
    : null;
  return html`<td class="number">
    <span class="${ranked.mayBeBest ? "best" : ""}">${sign}${chance(ranked.probabilityOfBest)}</span>
  </td>`;
}

/** How often the scenario's expectations held. */
export function expectationShares({ file }: CompareContext): Markup | null {
  if (file.expectations.length === 0) return null;
  return html`<section aria-labelledby="expectations">
    <h2 id="expectations">Expected, and how often it came</h2>
    <ul class="expectations">
      ${file.expectations.map(({ text, met, failed, unknown, share }) => {
        const known = met + failed;
        const look = known === 0 ? "unknown" : failed === 0 ? "met" : "failed";
        const sign = { met: "✓", failed: "✗", unknown: "?" }[look];
        const bounds =
          share.low === null || share.high === null
            ? ""
            : ` It holds in ${formatFraction(share.low)} to ${formatFraction(share.high)} of all runs (${chosenPercent(file.confidence)}).`;
        return html`<li>
          <span class="${look}">${sign} ${known === 0 ? "no data" : `${met} of ${known}`}</span>
          <code>${text}</code>
          <span class="values">
            ${known === 0 ? "" : `Held in ${formatFraction(met / known)} of the replications in which it was known${unknown > 0 ? `, unknown in ${unknown}` : ""}.`}${bounds}
          </span>
        </li>`;
      })}
    </ul>
  </section>`;
}
