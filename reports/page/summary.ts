/** The top of the page: the question, the answer in a sentence, and what was asked of whom. */
import type { ResultFile } from "../../sim/index.ts";
import { formatCount, formatDuration, formatPerSecond } from "../format.ts";
import { listNames, shortName, visibleText } from "../names.ts";
import { claimOutcome, verdict } from "../verdict.ts";
import { html } from "./markup.ts";
import type { Markup } from "./markup.ts";

export function summary(result: ResultFile): Markup {
  const { sentence, notes } = verdict(result);
  const { name, question } = result.scenario;
  const asked = question === undefined || question === "" ? name : question;
  return html`<header class="page">
    <div class="above">
      <span>${visibleText(name)}</span>
      <button type="button" data-theme-switch hidden></button>
    </div>
    <h1>${visibleText(asked)}</h1>
    <p class="verdict" id="verdict">${sentence}</p>
    ${claim(result)}
    ${result.complete ? null : html`<p class="warning" role="status">Interrupted: what follows is incomplete.</p>`}
    <ul class="facts">
      ${[...setting(result), ...notes].map((fact) => html`<li>${fact}</li>`)}
    </ul>
  </header>`;
}

function claim(result: ResultFile): Markup | null {
  const said = result.scenario.claim;
  const outcome = claimOutcome(result);
  if (said === undefined || said === "") return null;
  const word = outcome === null ? "unknown" : outcome.held === null ? "unknown" : outcome.held ? "met" : "failed";
  const judged = outcome === null ? "was not put to the test" : outcome.sentence;
  return html`<p class="claim">
    Claim: ${visibleText(said)} <span class="${word}">${mark(word)} It ${judged}.</span>
  </p>`;
}

/** Never by colour alone. */
export function mark(outcome: "met" | "failed" | "unknown"): string {
  return { met: "✓", failed: "✗", unknown: "?" }[outcome];
}

/** What the balancers had to deal with, in a sentence or two. */
function setting(result: ResultFile): readonly string[] {
  const [run] = result.runs;
  if (run === undefined) return [];
  const { length } = run.nodes;
  const measured = `measured for ${formatDuration(run.measuredSeconds)}`;
  const warmup = run.warmupSeconds > 0 ? ` after ${formatDuration(run.warmupSeconds)} of warm-up` : "";
  const traffic =
    `${formatCount(run.messages.offered)} messages (${formatPerSecond(run.offeredPerSecond)}) ` +
    `to ${formatCount(length)} ${length === 1 ? "node" : "nodes"}, ${measured}${warmup}.`;
  return result.faults.length === 0 ? [traffic] : [traffic, faults(result)];
}

function faults({ faults: bands }: ResultFile): string {
  const labels = [...new Set(bands.map(({ label }) => label))];
  const said = labels.map((label) => {
    const [first, ...others] = bands.filter((band) => band.label === label);
    const { startSeconds, endSeconds } = first!;
    if (others.length > 0) return `${shortName(label)} (${formatCount(others.length + 1)} times)`;
    if (endSeconds === startSeconds) return `${shortName(label)} (at ${formatDuration(startSeconds)})`;
    const end = endSeconds === null ? "the end" : formatDuration(endSeconds);
    return `${shortName(label)} (${formatDuration(startSeconds)} to ${end})`;
  });
  return `${bands.length === 1 ? "Fault" : "Faults"}: ${said.length > 6 ? listNames(said, 6) : said.join(", ")}.`;
}
