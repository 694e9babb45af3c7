/** Theory beside measurement: per balancer what mathematics says, what came, and by how much they differ. */
import type { ResultFile, RunResult, TheoryRow } from "../../sim/index.ts";
import { formatDifference, formatDuration, formatFraction, formatNumber, formatSeconds } from "../format.ts";
import { visibleText } from "../names.ts";
import { balancerName } from "./comparison-table.ts";
import { html } from "./markup.ts";
import type { Markup } from "./markup.ts";

const ROLES: Readonly<Record<TheoryRow["role"], string>> = {
  applies: "applies",
  bound: "bound",
  taught: "taught",
  reference: "reference",
};

/** With more balancers than this the table is folded away: its reader looks for one of them. */
const MOST_OPEN = 8;

/** Nothing where no run has anything from theory. */
export function theory({ runs }: ResultFile): Markup | null {
  if (runs.every((run) => run.theory.length === 0)) return null;
  return html`<section aria-labelledby="theory">
    <h2 id="theory">Theory beside measurement</h2>
    <p class="lead">
      A formula that applies should agree within the noise of one run; a bound is a limit that no policy of its kind can
      beat; a reference is worth comparing with, no more.
    </p>
    ${runs.length > MOST_OPEN ? folded(runs) : rows(runs)} ${taught(runs)}
  </section>`;
}

function folded(runs: readonly RunResult[]): Markup {
  return html`<details>
    <summary>Theory for each of the ${runs.length} balancers</summary>
    ${rows(runs)}
  </details>`;
}

function rows(runs: readonly RunResult[]): Markup {
  const notes: string[] = [];
  const groups = runs.map((run, place) => group(run, place, notes));
  return html`<div class="scroll comparison theory" tabindex="0" role="region" aria-labelledby="theory">
      <table class="wide">
        <thead>
          <tr>
            <th scope="col">theory</th>
            <th scope="col">role</th>
            <th scope="col">of</th>
            <th scope="col" class="number">predicted</th>
            <th scope="col" class="number">measured</th>
            <th scope="col" class="number">difference</th>
          </tr>
        </thead>
        ${groups}
      </table>
    </div>
    <ol class="footnotes">
      ${notes.map((note, index) => html`<li id="theory-note-${index + 1}">${visibleText(note)}</li>`)}
    </ol>`;
}

function group(run: RunResult, place: number, notes: string[]): Markup | null {
  const rows = run.theory.filter((row) => row.role !== "taught");
  if (rows.length === 0) return null;
  return html`<tbody data-place="${place}">
    <tr>
      <th colspan="6" scope="rowgroup">${balancerName(run, place)}</th>
    </tr>
    ${rows.map((row) => line(row, notes))}
  </tbody>`;
}

/** The same note stands once, however many balancers it is said of. */
function line(row: TheoryRow, notes: string[]): Markup {
  if (row.note !== "" && !notes.includes(row.note)) notes.push(row.note);
  const number = notes.indexOf(row.note) + 1;
  return html`<tr>
    <td>
      ${sentenceCase(visibleText(row.name))}${number > 0 ? html` <sup><a href="#theory-note-${number}" aria-label="note ${number}">${number}</a></sup>` : null}
      <br /><code>${visibleText(row.formula)}</code>
    </td>
    <td>${ROLES[row.role]}</td>
    <td>${visibleText(row.measure)}</td>
    <td class="number">${value(row, row.predicted)}</td>
    <td class="number">${value(row, row.measured)}</td>
    <td class="number">${formatDifference(row.relativeDifference)}</td>
  </tr>`;
}

function sentenceCase(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function value({ unit }: TheoryRow, given: number | null): string {
  if (unit === "seconds") return formatSeconds(given);
  return unit === "fraction" ? formatFraction(given) : formatNumber(given);
}

/** Once for the whole page: beside round robin, of which it is taught, or beside the first that has it. */
function taught(runs: readonly RunResult[]): Markup | null {
  const having = runs.filter((run) => run.theory.some((row) => row.role === "taught"));
  const run = having.find((each) => each.algorithm === "round-robin") ?? having[0];
  const row = run?.theory.find((each) => each.role === "taught");
  if (run === undefined || row === undefined) return null;
  return html`<div class="aside">
    <h3>A formula that is still taught</h3>
    <p><code>${visibleText(row.formula)}</code></p>
    <p>
      It would predict ${row.unit === "seconds" ? formatDuration(row.predicted) : value(row, row.predicted)} where
      ${value(row, row.measured)} were measured (${visibleText(row.measure)}, ${visibleText(run.balancer)}).
    </p>
    <p>${visibleText(row.note)}</p>
  </div>`;
}
