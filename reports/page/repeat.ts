/** Everything needed to repeat the run: command, version, digests, and the scenario as it was resolved. */
import { stringify } from "yaml";
import type { ResultFile, RunResult } from "../../sim/index.ts";
import { formatCount, formatDuration } from "../format.ts";
import { visibleText } from "../names.ts";
import { balancerName } from "./comparison-table.ts";
import { html } from "./markup.ts";
import type { Markup } from "./markup.ts";

/** A scenario that lists thousands of nodes one by one would outweigh the charts. */
const LONGEST_YAML = 100_000;
/** Parameters that stand in the table at once. */
const MOST_PARAMETERS = 6;

export function repeat(result: ResultFile): Markup {
  const words = "The same version with the same scenario and seed gives the same digests, on any machine.";
  return repeatSection(result, words, digests(result.runs));
}

/** What every page ends with: command, version, what else is given, and the scenario. */
export function repeatSection(
  file: Pick<ResultFile, "command" | "version" | "scenario">,
  words: string,
  parts: Markup | null,
): Markup {
  return html`<section aria-labelledby="repeat" class="repeat">
    <h2 id="repeat">To repeat it</h2>
    <p class="lead">${words} This report was made by evenkeel ${file.version}.</p>
    <div class="command">
      <div class="heading">
        <h3>Command</h3>
        <button type="button" data-copy="command" hidden>Copy</button>
      </div>
      <pre><code id="command">${visibleText(file.command)}</code></pre>
    </div>
    ${parts}
    <div class="heading">
      <h3>Scenario as resolved, every default filled in</h3>
      <button type="button" data-copy="scenario" hidden>Copy</button>
    </div>
    <pre tabindex="0"><code id="scenario">${scenarioYaml(file)}</code></pre>
  </section>`;
}

/** The scenario in its own language. */
export function scenarioYaml({ scenario }: Pick<ResultFile, "scenario">): string {
  const text = stringify(scenario, { lineWidth: 100 });
  if (text.length <= LONGEST_YAML) return text;
  const cut = text.slice(0, text.lastIndexOf("\n", LONGEST_YAML) + 1);
  return `${cut}# … cut here, after ${formatCount(cut.length)} of ${formatCount(text.length)} characters; the result file has all of it\n`;
}

function digests(runs: readonly RunResult[]): Markup | null {
  if (runs.length === 0) return null;
  return html`<div class="heading"><h3>Runs</h3></div>
    <div class="scroll comparison" tabindex="0" role="region" aria-label="Runs">
      <table class="wide">
        <thead>
          <tr>
            <th scope="col">balancer</th>
            <th scope="col">algorithm and parameters</th>
            <th scope="col" class="number">seed</th>
            <th scope="col">digest</th>
            <th scope="col" class="number">events</th>
            <th scope="col" class="number">simulated</th>
          </tr>
        </thead>
        <tbody>
          ${runs.map(
            (run, place) =>
              html`<tr data-place="${place}">
                <th scope="row"><label>${balancerName(run, place)}</label></th>
                <td>${algorithm(run)}</td>
                <td class="number">${run.seed}</td>
                <td><code>${run.digest}</code></td>
                <td class="number">${formatCount(run.events)}</td>
                <td class="number">${formatDuration(run.simulatedSeconds)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
}

/** A list of parameters that is longer than a line or two is opened on demand. */
export function algorithm(run: Pick<RunResult, "algorithm" | "parameters">): Markup {
  const parameters = Object.entries(run.parameters).map(([name, value]) => visibleText(`${name}: ${value}`));
  const name = visibleText(run.algorithm);
  if (parameters.length === 0) return html`${name}`;
  if (parameters.length <= MOST_PARAMETERS) return html`${name} (${parameters.join(", ")})`;
  return html`<details>
    <summary>${name} (${parameters.length} parameters)</summary>
    ${parameters.join(", ")}
  </details>`;
}
