/** What the scenario expected, and what came: each expectation with the values of both sides. */
import type { ExpectationResult, ResultFile } from "../../sim/index.ts";
import { visibleText } from "../names.ts";
import { html } from "./markup.ts";
import type { Markup } from "./markup.ts";
import { mark } from "./summary.ts";

/** Nothing where the scenario expects nothing. */
export function expectations({ expectations: list }: ResultFile): Markup | null {
  if (list.length === 0) return null;
  return html`<section aria-labelledby="expectations">
    <h2 id="expectations">Expected, and what came</h2>
    <ul class="expectations">
      ${list.map(item)}
    </ul>
  </section>`;
}

const WORDS: Readonly<Record<ExpectationResult["outcome"], string>> = {
  met: "met",
  failed: "not met",
  unknown: "no data",
};

function item({ text, outcome, detail }: ExpectationResult): Markup {
  return html`<li>
    <span class="${outcome}">${mark(outcome)} ${WORDS[outcome]}</span>
    <code>${visibleText(text)}</code>
    <span class="values">${visibleText(detail)}</span>
  </li>`;
}
