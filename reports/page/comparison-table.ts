/** The comparison table: one row per balancer, the best of each column marked, every column sortable. */
import type { ResultFile, RunResult } from "../../sim/index.ts";
import {
  MEASURES,
  MISLED,
  RESPONSE_MEASURES,
  TIE_FRACTION,
  lostFraction,
  nodesAlike,
  standings,
} from "../comparison.ts";
import type { Measure, Standing } from "../comparison.ts";
import { formatCount, formatFraction, formatInUnit, formatNumber, sharedTimeUnit } from "../format.ts";
import type { TimeUnit } from "../format.ts";
import { shortName } from "../names.ts";
import { html } from "./markup.ts";
import type { Markup } from "./markup.ts";

const LONGEST_NAME = 48;

export function comparisonTable(result: ResultFile): Markup {
  const { runs } = result;
  const unit = sharedTimeUnit(runs.flatMap((run) => RESPONSE_MEASURES.map((measure) => measure.of(run))));
  const measures = runs.some(MISLED.occurs) ? [...MEASURES, MISLED] : MEASURES;
  const standing = new Map<Measure, readonly Standing[]>(
    measures.map((measure) => [measure, standings(measure, runs)]),
  );
  return html`<section aria-labelledby="comparison">
    <h2 id="comparison">Comparison</h2>
    <div class="scroll comparison" tabindex="0" role="region" aria-labelledby="comparison">
      <table class="wide sortable" aria-describedby="comparison-note">
        <thead>
          <tr>
            <th rowspan="2" scope="col">balancer</th>
            <th colspan="${RESPONSE_MEASURES.length}" scope="colgroup" class="spanning">
              response time, ${unit.symbol}
            </th>
            ${measures.slice(RESPONSE_MEASURES.length).map((measure) => head(measure, 2))}
          </tr>
          <tr>
            ${RESPONSE_MEASURES.map((measure) => head(measure, 1))}
          </tr>
        </thead>
        <tbody>
          ${runs.map((run, place) => {
            const cells = measures.map((measure) => cell(measure, run, standing.get(measure)![place]!, unit));
            return html`<tr data-place="${place}">
              ${rowHead(run, place)}${cells}
            </tr>`;
          })}
        </tbody>
      </table>
    </div>
    <p class="note" id="comparison-note">${caption(result)}</p>
  </section>`;
}

/** A balancer's name with its colour, and whether it is a bound. */
export function balancerName(run: Pick<RunResult, "balancer" | "truth">, place: number): Markup {
  return html`<span class="swatch b${place}"></span
    ><span class="name"><bdi>${shortName(run.balancer, LONGEST_NAME)}</bdi></span>
    ${run.truth ? html`<span class="tag" title="Sees global truth that no real balancer has: a bound, not a choice">bound</span>` : null}`;
}

/** The head of a row that can be switched off in the charts. */
export function rowHead(run: Pick<RunResult, "balancer" | "truth">, place: number): Markup {
  return html`<th scope="row">
    <label>
      <input
        type="checkbox"
        checked
        disabled
        data-balancer="${place}"
        aria-label="Show ${shortName(run.balancer)} in the charts"
      />
      ${balancerName(run, place)}
    </label>
  </th>`;
}

function head(measure: Measure, rows: number): Markup {
  const unit = UNITS[measure.id];
  return html`<th scope="col" rowspan="${rows}" class="number" aria-sort="none" data-column="${measure.id}">
    <button type="button" disabled title="${measure.help}">
      ${measure.head}${unit === undefined ? null : html` <small>${unit}</small>`}
    </button>
  </th>`;
}

const UNITS: Readonly<Record<string, string>> = { throughput: "1/s", imbalance: "max/mean" };

function cell(measure: Measure, run: RunResult, standing: Standing, unit: TimeUnit): Markup {
  const value = measure.of(run);
  return html`<td
    class="number ${standing === "other" ? "" : standing}"
    data-column="${measure.id}"
    data-value="${value}"
  >
    ${standingMark(standing)}${cellText(measure, run, value, unit)}
  </td>`;
}

/** A mark that can be seen without colour, and heard. */
export function standingMark(standing: Standing): Markup | null {
  if (standing === "other") return null;
  const [sign, word] = standing === "best" ? ["•", "best: "] : ["=", "tied: "];
  return html`<span class="mark" aria-hidden="true">${sign}</span><span class="unseen">${word}</span>`;
}

function cellText(measure: Measure, run: RunResult, value: number | null, unit: TimeUnit): Markup | string {
  if (measure.kind === "seconds") return formatInUnit(value, unit);
  if (value !== null && measure.id === "lost") return withCount(value, lostFraction(run));
  if (value !== null && measure.id === "outOfOrder") return withCount(value, run.ordering?.outOfOrderFraction ?? null);
  return measure.kind === "count" ? formatCount(value) : formatNumber(value);
}

function withCount(count: number, fraction: number | null): Markup | string {
  if (count === 0) return "0";
  return html`${formatFraction(fraction)} <small>${formatCount(count)}</small>`;
}

function caption({ runs }: ResultFile): Markup {
  const marks =
    runs.filter((run) => !run.truth).length < 2
      ? ""
      : `Bold with • is the best of its column, = a tie with the best: times and rates closer than ${TIE_FRACTION * 100}% ` +
        "cannot be told apart, and where all tie nobody is marked. ";
  const bound = runs.some((run) => run.truth)
    ? "A bound sees global truth that no real balancer has; it is never marked. "
    : "";
  const unlike = nodesAlike(runs)
    ? ""
    : " (not marked: the nodes are not alike, and even is not what a balancer should want)";
  const misled = runs.some(MISLED.occurs)
    ? ` Misled: ${MISLED.help.charAt(0).toLowerCase()}${MISLED.help.slice(1)}`
    : "";
  return html`${marks}${bound}Lost and out of order: share and number of messages. Imbalance: the busiest node's
  messages over the mean${unlike}.${misled} A dash stands where nothing was observed.`;
}
