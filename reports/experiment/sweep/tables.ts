/** The tables of a sweep: the best point of each balancer, and the limits. */
import type { CapacityLimit } from "../../../sim/index.ts";
import { formatCount, formatFraction } from "../../format.ts";
import { shortName, visibleText } from "../../names.ts";
import { balancerName, rowHead } from "../../page/comparison-table.ts";
import { html } from "../../page/markup.ts";
import type { Markup } from "../../page/markup.ts";
import { estimateText } from "../values.ts";
import { winsOf } from "./context.ts";
import type { SweepContext } from "./context.ts";
import { bestPoint, limitWords, pointWords } from "./findings.ts";

/** Rows of the limits' table; the CSV file has them all. */
const MOST_LIMITS = 200;

/** Where each balancer is best, and at how many points it is the first of all. */
export function bestTable(context: SweepContext): Markup | null {
  const { contenders, decisive, file } = context;
  if (decisive === null || contenders.length === 0) return null;
  const wins = winsOf(context);
  const several = file.points.length > 1;
  return html`<section aria-labelledby="comparison">
    <h2 id="comparison">${several ? "Where each balancer is best" : "The scenario as it is"}</h2>
    <div class="scroll comparison" tabindex="0" role="region" aria-labelledby="comparison">
      <table class="wide" aria-describedby="comparison-note">
        <thead>
          <tr>
            <th scope="col">balancer</th>
            <th scope="col" class="number">${several ? "best " : ""}${shortName(decisive.text)}</th>
            ${axisHeads(context)}
            <th scope="col" class="number">expectations met</th>
            ${several ? html`<th scope="col" class="number">first at</th>` : null}
          </tr>
        </thead>
        <tbody>
          ${contenders.map((contender, place) => {
            const best = bestPoint(context, contender.balancer);
            const first = wins[place]! > 0 && wins[place] === Math.max(...wins);
            return html`<tr data-place="${place}">
              ${rowHead(contender, place)}
              <td class="number">${best === null ? "–" : estimateText(best.cell, decisive.unit)}</td>
              ${axisCells(context, best?.point ?? null)}
              <td class="number">${formatFraction(best?.cell.met)}</td>
              ${several ? firstCell(wins[place]!, first, contender.truth) : null}
            </tr>`;
          })}
        </tbody>
      </table>
    </div>
    <p class="note" id="comparison-note">${several ? bestNote(context) : "With its interval."}</p>
  </section>`;
}

function firstCell(wins: number, first: boolean, truth: boolean): Markup {
  return html`<td class="number ${first ? "best" : ""}">
    ${first ? html`<span class="mark" aria-hidden="true">•</span>` : null}${truth ? "–" : formatCount(wins)}
  </td>`;
}

function bestNote({ file, decisive }: SweepContext): string {
  return (
    (decisive?.better === "neither" ? "Best means least here. " : "") +
    `“First at”: of ${formatCount(file.points.length)} points those at which the balancer's estimate is the best of those ` +
    "that one could choose, however near the next one is."
  );
}

/** A path, which may be broken behind its dots. */
function pathText(path: string): readonly Markup[] {
  return shortName(path, 48)
    .split(/(?<=\.)/)
    .map((part) => html`${part}<wbr />`);
}

/** A column for each axis. */
function axisHeads({ file }: SweepContext): readonly Markup[] {
  return file.axes.map(({ path }) => html`<th scope="col" class="number axis">${pathText(path)}</th>`);
}

function axisCells({ file }: SweepContext, point: number | null): readonly Markup[] {
  const values = point === null ? [] : (file.points[point]?.values ?? []);
  return file.axes.map((_, index) => html`<td class="number">${visibleText(values[index]?.text ?? "–")}</td>`);
}

/** What `--find-limit` found. */
export function limitTable(context: SweepContext): Markup | null {
  const { limits } = context.file;
  if (limits === null || limits.length === 0) return null;
  const several = context.file.points.length > 1;
  const shown = limits.slice(0, MOST_LIMITS);
  return html`<div class="block">
    <h3>How far ${shortName(limits[0]!.path, 60)} may go</h3>
    <div class="scroll comparison" tabindex="0" role="region" aria-label="Limits">
      <table>
        <thead>
          <tr>
            <th scope="col">balancer</th>
            ${several ? axisHeads(context) : null}
            <th scope="col">expectations hold</th>
            <th scope="col" class="number">between</th>
            <th scope="col" class="number">surely between</th>
            <th scope="col" class="number">values tried</th>
          </tr>
        </thead>
        <tbody>
          ${shown.map((limit) => limitRow(context, limit, several))}
        </tbody>
      </table>
    </div>
    <p class="note">
      “Between”: the neighbours among the values tried where holding ends or begins. “Surely”: the nearest values that
      hold or fail beyond chance; a dash where none
      does.${shown.length < limits.length ? ` The first ${shown.length} of ${limits.length}.` : ""}
    </p>
  </div>`;
}

function limitRow(context: SweepContext, limit: CapacityLimit, several: boolean): Markup {
  const place = context.names.indexOf(limit.balancer);
  const span = (low: CapacityLimit["low"], high: CapacityLimit["high"]): string =>
    low === null && high === null ? "–" : `${visibleText(low?.text ?? "–")} and ${visibleText(high?.text ?? "–")}`;
  return html`<tr data-place="${place}">
    <th scope="row">
      <label>${balancerName(context.contenders[place] ?? { balancer: limit.balancer, truth: false }, place)}</label>
    </th>
    ${several ? axisCells(context, limit.point) : null}
    <td>${limitWords(limit)}</td>
    <td class="number">${span(limit.low, limit.high)}</td>
    <td class="number">${span(limit.sureLow, limit.sureHigh)}</td>
    <td class="number">${formatCount(limit.tried.length)}</td>
  </tr>`;
}

/** Points that the scenario does not take, with the reason. */
export function problemList(context: SweepContext): Markup | null {
  const problems = context.file.points.flatMap(({ problem }, point) => (problem === null ? [] : [{ problem, point }]));
  if (problems.length === 0) return null;
  const shown = problems.slice(0, 20);
  return html`<div class="block">
    <h3>Points that could not be simulated</h3>
    <ul class="failures">
      ${shown.map(({ problem, point }) => html`<li>${pointWords(context, point)}: ${visibleText(problem)}</li>`)}
      ${problems.length > shown.length ? html`<li>and ${formatCount(problems.length - shown.length)} more</li>` : null}
    </ul>
  </div>`;
}
