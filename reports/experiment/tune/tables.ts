/** The answer of a study as tables and blocks to copy: recommendation, winner against default, parameters. */
import type { TuneDimension } from "../../../sim/index.ts";
import { formatCount, formatFraction } from "../../format.ts";
import { shortName, visibleText } from "../../names.ts";
import { html } from "../../page/markup.ts";
import type { Markup } from "../../page/markup.ts";
import { defaultName, dimensionValue, tunedValue } from "../../tune-verdict.ts";
import { chosenPercent, estimateText, relativeText, signedText } from "../values.ts";
import { dimensionsOf } from "./context.ts";
import { shareText } from "./findings.ts";
import type { TuneContext } from "./context.ts";

/** What to do: first of all, and ready to copy. */
export function recommendation({ file }: TuneContext): Markup | null {
  if (file.recommendation === null) return null;
  const { patch, configuration } = file.recommendation;
  return html`<section aria-labelledby="recommendation" class="repeat">
    <h2 id="recommendation">Recommendation</h2>
    ${copyable("patch", "For the scenario", patch)}
    ${configuration === null ? null : copyable("configuration", `For ${shortName(configuration.product)}`, configuration.text)}
  </section>`;
}

function copyable(id: string, title: string, text: string): Markup {
  const lines = text.trimEnd().split("\n").map(visibleText).join("\n");
  return html`<div class="heading">
      <h3>${title}</h3>
      <button type="button" data-copy="${id}" hidden>Copy</button>
    </div>
    <pre tabindex="0"><code id="${id}">${lines}</code></pre>`;
}

/** The winner and the default on seeds that the search never saw. */
export function confirmationTable({ file }: TuneContext): Markup | null {
  const { confirmation, confidence } = file;
  if (confirmation === null) return null;
  const { seeds, objectives, feasible } = confirmation;
  const constraints = file.constraints.map((text) => visibleText(text)).join(" and ");
  return html`<section aria-labelledby="comparison">
    <h2 id="comparison">Against ${shortName(defaultName(file))}, on fresh seeds</h2>
    <div class="scroll comparison" tabindex="0" role="region" aria-labelledby="comparison">
      <table class="wide" aria-describedby="comparison-note">
        <thead>
          <tr>
            <th scope="col">objective</th>
            <th scope="col" class="number">recommended</th>
            <th scope="col" class="number">${shortName(defaultName(file))}</th>
            <th scope="col" class="number">difference</th>
            <th scope="col">verdict</th>
          </tr>
        </thead>
        <tbody>
          ${objectives.map((each, index) => {
            const unit = file.measures[index]?.unit ?? "number";
            const { ratio, difference } = each;
            const size =
              ratio.estimate === null
                ? signedText(difference.estimate, unit)
                : `${relativeText(ratio.estimate)} (${relativeText(ratio.low)} to ${relativeText(ratio.high)})`;
            return html`<tr>
              <th scope="row"><code>${visibleText(each.objective)}</code></th>
              <td class="number"><b>${estimateText(each.winner, unit)}</b></td>
              <td class="number">${estimateText(each.default, unit)}</td>
              <td class="number">${size}</td>
              <td>${verdictOf(difference, file.objectives[index]?.goal === "maximise")}</td>
            </tr>`;
          })}
        </tbody>
      </table>
    </div>
    <p class="note" id="comparison-note">
      Both ran on ${formatCount(seeds.length)} seeds that the search never saw; ${chosenPercent(confidence)} intervals,
      the difference over pairs of runs with the same
      seed.${constraints === "" ? "" : ` ${constraints}: met in ${formatFraction(feasible)} of the winner's runs.`}
    </p>
  </section>`;
}

function verdictOf(
  difference: { readonly low: number | null; readonly high: number | null },
  maximise: boolean,
): Markup {
  const { low, high } = difference;
  if (low === null || high === null || (low <= 0 && high >= 0)) return html`<span class="unknown">? cannot tell</span>`;
  return high < 0 === !maximise ? html`<span class="met">✓ better</span>` : html`<span class="failed">✗ worse</span>`;
}

/** The winner's parameters, what matters most first. */
export function parameterTable(context: TuneContext): Markup | null {
  const { file, winner, base } = context;
  const own = winner === null ? [] : dimensionsOf(context, winner.balancer);
  if (winner === null || own.length === 0) return null;
  const shareOf = ({ path }: TuneDimension) =>
    file.importance.find((each) => each.path === path && (each.balancer ?? winner.balancer) === winner.balancer)?.share;
  const sorted = [...own].sort((one, other) => (shareOf(other)?.estimate ?? 0) - (shareOf(one)?.estimate ?? 0));
  return html`<div class="block">
    <h3>Parameters of ${shortName(winner.balancer)}</h3>
    <div class="scroll comparison" tabindex="0" role="region" aria-label="Parameters">
      <table>
        <thead>
          <tr>
            <th scope="col">parameter</th>
            <th scope="col" class="number">recommended</th>
            <th scope="col" class="number">default</th>
            <th scope="col" class="number">as good</th>
            <th scope="col" class="number">searched</th>
            <th scope="col" class="number">explains</th>
          </tr>
        </thead>
        <tbody>
          ${sorted.map((dimension) => {
            const { path } = dimension;
            const usual = base === null ? "–" : tunedValue(path, base, file);
            const share = shareOf(dimension);
            return html`<tr>
              <th scope="row"><code>${shortName(path, 60)}</code></th>
              <td class="number"><b>${visibleText(tunedValue(path, winner, file))}</b></td>
              <td class="number">${visibleText(usual)}</td>
              <td class="number">${flatText(context, dimension)}</td>
              <td class="number">${searched(dimension)}</td>
              <td class="number">${share === undefined ? "–" : shareText(share)}</td>
            </tr>`;
          })}
        </tbody>
      </table>
    </div>
  </div>`;
}

function flatText({ file }: TuneContext, dimension: TuneDimension): string {
  const range = file.flatness.find(({ path, balancer }) => path === dimension.path && balancer === dimension.balancer);
  if (range === undefined || range.low === range.high) return "–";
  return visibleText(`${dimensionValue(range.low, dimension)} to ${dimensionValue(range.high, dimension)}`);
}

function searched(dimension: TuneDimension): string {
  const { choices, low, high, logarithmic } = dimension;
  if (choices !== null) return shortName(choices.join(", "), 40);
  if (low === null || high === null) return "false, true";
  return `${dimensionValue(low, dimension)} to ${dimensionValue(high, dimension)}${logarithmic ? ", log" : ""}`;
}
