/** What a comparison with a saved one found, as a table: each balancer now against itself then, on the same seeds. */
import type { AgainstRow } from "../../../sim/index.ts";
import { shortName, visibleText } from "../../names.ts";
import { balancerName } from "../../page/comparison-table.ts";
import { html } from "../../page/markup.ts";
import type { Markup } from "../../page/markup.ts";
import { relativeText, signedText } from "../values.ts";
import type { CompareContext } from "./context.ts";
import { VERDICT_SIGNS } from "./standing.ts";

/** Nothing where no saved comparison was given. */
export function againstTable(context: CompareContext): Markup | null {
  const { against } = context.file;
  if (against === null) return null;
  return html`<section aria-labelledby="against">
    <h2 id="against">Against the saved comparison</h2>
    <p class="lead">
      ${visibleText(against.file)}, made by evenkeel ${visibleText(against.version)}: each balancer now against itself
      then, over pairs of runs with the same seed.
    </p>
    <div class="scroll comparison" tabindex="0" role="region" aria-labelledby="against">
      <table>
        <thead>
          <tr>
            <th scope="col">balancer</th>
            <th scope="col">measure</th>
            <th scope="col">verdict</th>
            <th scope="col" class="number">change</th>
          </tr>
        </thead>
        <tbody>
          ${against.rows.map((row) => againstRow(context, row))}
        </tbody>
      </table>
    </div>
  </section>`;
}

const LOOKS: Readonly<Record<AgainstRow["verdict"], string>> = {
  better: "met",
  worse: "failed",
  equivalent: "same",
  "cannot tell": "unknown",
  missing: "failed",
};

function againstRow(context: CompareContext, row: AgainstRow): Markup {
  const { measure, balancer, verdict } = row;
  const place = context.names.indexOf(balancer);
  // One that only the saved comparison has is in no chart here, and has no colour.
  const name =
    place < 0 ? html`<bdi>${shortName(balancer, 48)}</bdi>` : balancerName(context.contenders[place]!, place);
  const sign = verdict === "missing" ? "!" : VERDICT_SIGNS[verdict].unicode;
  return html`<tr>
    <th scope="row"><label>${name}</label></th>
    <td>${shortName(measure)}</td>
    <td><span class="${LOOKS[verdict]}">${sign} ${verdict}</span></td>
    <td class="number">${change(context, row)}</td>
  </tr>`;
}

function change({ file }: CompareContext, { measure, ratio, difference }: AgainstRow): string {
  const unit = file.measures.find(({ text }) => text === measure)?.unit ?? "number";
  if (ratio.estimate === null) return signedText(difference.estimate, unit);
  const { estimate, low, high } = ratio;
  const bounds = low === null || high === null ? "" : ` (${relativeText(low)} to ${relativeText(high)})`;
  return `${relativeText(estimate)}${bounds}`;
}
