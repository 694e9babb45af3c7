/** The end of an experiment's page: runs that failed, who took part with which parameters, seeds, command, scenario. */
import type { Contender, ExperimentHead } from "../../../sim/index.ts";
import { formatCount } from "../../format.ts";
import { shortName, visibleText } from "../../names.ts";
import { balancerName } from "../../page/comparison-table.ts";
import { html } from "../../page/markup.ts";
import type { Markup } from "../../page/markup.ts";
import { algorithm, repeatSection } from "../../page/repeat.ts";

/** The result file has them all. */
const MOST_FAILURES = 50;

/** Everything to repeat the experiment. */
export function experimentRepeat(
  file: ExperimentHead,
  contenders: readonly Contender[],
  seeds: readonly number[],
): Markup {
  const words = "The same version with the same scenario and seeds gives the same figures, on any number of cores.";
  return repeatSection(file, words, html`${seedsLine(seeds)} ${participants(contenders)} ${failures(file)}`);
}

function seedsLine(seeds: readonly number[]): Markup | null {
  if (seeds.length === 0) return null;
  return html`<div class="heading"><h3>Seeds</h3></div>
    <p class="note">${formatCount(seeds.length)}: ${spans(seeds)}.</p>`;
}

/** `1 to 24, 30`: neighbours as spans. */
export function spans(seeds: readonly number[]): string {
  const found: [number, number][] = [];
  for (const seed of seeds) {
    const last = found.at(-1);
    if (last !== undefined && seed === last[1] + 1) last[1] = seed;
    else found.push([seed, seed]);
  }
  return found.map(([from, to]) => (from === to ? `${from}` : `${from} to ${to}`)).join(", ");
}

function participants(contenders: readonly Contender[]): Markup | null {
  if (contenders.length === 0) return null;
  return html`<div class="heading"><h3>Balancers</h3></div>
    <div class="scroll comparison" tabindex="0" role="region" aria-label="Balancers">
      <table class="wide">
        <thead>
          <tr>
            <th scope="col">balancer</th>
            <th scope="col">algorithm and parameters</th>
          </tr>
        </thead>
        <tbody>
          ${contenders.map(
            (contender, place) =>
              html`<tr data-place="${place}">
                <th scope="row"><label>${balancerName(contender, place)}</label></th>
                <td>${algorithm(contender)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
}

function failures({ failures: list, runs }: ExperimentHead): Markup | null {
  if (list.length === 0) return null;
  const more = list.length - MOST_FAILURES;
  return html`<div class="heading"><h3>Runs that failed</h3></div>
    <p class="note">
      ${formatCount(list.length)} of ${formatCount(runs)} runs could not succeed and are left out of every figure.
    </p>
    <ul class="failures">
      ${list
        .slice(0, MOST_FAILURES)
        .map(
          ({ balancer, seed, message, replay }) =>
            html`<li>
              ${shortName(balancer)}, seed ${seed}: ${visibleText(message)} <code>${visibleText(replay)}</code>
            </li>`,
        )}
      ${more > 0 ? html`<li>and ${formatCount(more)} more, in the result file</li>` : null}
    </ul>`;
}
