/** The top of an experiment's page: the question, the decision in a sentence, and what to know before believing it. */
import type { ExperimentHead } from "../../../sim/index.ts";
import { visibleText } from "../../names.ts";
import { html } from "../../page/markup.ts";
import type { Markup } from "../../page/markup.ts";

/** Name, question, decision, warnings, then what was done, a line each. */
export function experimentSummary(
  file: ExperimentHead,
  kind: string,
  sentence: string,
  facts: readonly string[],
): Markup {
  const { name, question } = file.scenario;
  const asked = question === undefined || question === "" ? name : question;
  return html`<header class="page">
    <div class="above">
      <span>${visibleText(name)} · ${kind}</span>
      <button type="button" data-theme-switch hidden></button>
    </div>
    <h1>${visibleText(asked)}</h1>
    <p class="verdict" id="verdict">${visibleText(sentence)}</p>
    ${file.complete ? null : html`<p class="warning" role="status">Interrupted: what follows is incomplete.</p>`}
    ${warnings(file)}
    <ul class="facts">
      ${facts.map((fact) => html`<li>${visibleText(fact)}</li>`)}
    </ul>
  </header>`;
}

function warnings({ warnings: list }: ExperimentHead): Markup | null {
  if (list.length === 0) return null;
  return html`<ul class="warnings" aria-label="Warnings">
    ${list.map(({ text }) => html`<li><span aria-hidden="true">!</span> ${visibleText(text)}</li>`)}
  </ul>`;
}
