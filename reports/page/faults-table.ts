/** What went wrong: every fault with whom it hit, how often and when. */
import type { FaultTime, ResultFile } from "../../sim/index.ts";
import { faultGroups, type Extent, type FaultGroup } from "../fault-groups.ts";
import { formatCount, formatDuration } from "../format.ts";
import { listNames, shortName, visibleText } from "../names.ts";
import { html } from "./markup.ts";
import type { Markup } from "./markup.ts";

/** Times that a row spells out. */
const MOST_TIMES = 4;
const TITLE = "What went wrong";

/** Nothing where nothing did. */
export function faultsTable({ runs }: ResultFile): Markup | null {
  const groups = faultGroups(runs);
  if (groups.length === 0) return null;
  const differ = groups.some(({ occurrences: { least, most } }) => least < most);
  return html`<section class="block">
    <h3>${TITLE}</h3>
    <div class="scroll" tabindex="0" role="region" aria-label="${TITLE}">
      <table>
        <thead>
          <tr>
            <th scope="col">fault</th>
            <th scope="col">to</th>
            <th scope="col" class="number">times</th>
            <th scope="col" class="number">altogether</th>
            <th scope="col">when</th>
          </tr>
        </thead>
        <tbody>
          ${groups.map(row)}
        </tbody>
      </table>
    </div>
    ${
      differ
        ? html`<p class="note">
            A span: from the balancer with least to the one with most, as some faults are of the balancers' own making.
          </p>`
        : null
    }
  </section>`;
}

function row({ label, targets, occurrences, secondsInForce, times }: FaultGroup): Markup {
  return html`<tr>
    <th scope="row">${shortName(label)}</th>
    <td>${listNames(targets.map(visibleText), 6)}</td>
    <td class="number">${span(occurrences, formatCount)}</td>
    <td class="number">${span(secondsInForce, formatDuration)}</td>
    <td>${whenOf(times, occurrences.most)}</td>
  </tr>`;
}

function span({ least, most }: Extent, format: (value: number) => string): string {
  return least === most ? format(most) : `${format(least)} to ${format(most)}`;
}

/** Of the balancer with most of them. */
function whenOf(times: readonly FaultTime[], occurrences: number): string {
  const said = times.slice(0, MOST_TIMES).map(({ startSeconds, endSeconds }) => {
    const end = endSeconds === null ? "the end" : formatDuration(endSeconds);
    return endSeconds === startSeconds ? end : `${formatDuration(startSeconds)} to ${end}`;
  });
  const more = occurrences - said.length;
  return said.join(", ") + (more > 0 ? ` and ${formatCount(more)} more` : "");
}
