/** The smaller tables: fates against what producers were told, imbalance in figures, and one line per producer. */
import type { ResultFile, RunResult } from "../../sim/index.ts";
import { nodesAlike, standings, WASTED_WORK } from "../comparison.ts";
import type { Measure } from "../comparison.ts";
import { formatCount, formatFraction, formatInUnit, formatNumber, sharedTimeUnit } from "../format.ts";
import { shortName } from "../names.ts";
import { balancerName, standingMark } from "./comparison-table.ts";
import { html } from "./markup.ts";
import type { Markup } from "./markup.ts";

/** Fate against what was told. */
export function fatesTable({ runs }: ResultFile): Markup {
  const count =
    (of: (run: RunResult) => number): ((run: RunResult) => string) =>
    (run) =>
      formatCount(of(run));
  const wasted = runs.some((run) => WASTED_WORK.of(run) !== null);
  const columns: readonly (readonly [string, (run: RunResult) => string])[] = [
    ["offered", count((run) => run.messages.offered)],
    ["delivered", count((run) => run.messages.delivered)],
    ["lost", count((run) => run.messages.lost)],
    ["in flight", count((run) => run.messages.inFlight)],
    ["confirmed but lost", count((run) => run.messages.told.lost.confirmed)],
    ["failed but delivered", count((run) => run.messages.told.delivered.failed)],
    ["told nothing", count((run) => run.messages.unknown)],
    ["processed twice", count((run) => run.duplicates)],
    ...(wasted ? [["wasted work", (run: RunResult) => formatFraction(run.wastedWork)] as const] : []),
  ];
  return block("What became of the messages, and what their producers were told", [
    "“Confirmed but lost” is what operators fear, “failed but delivered” what they forget. Messages over measured time; in flight: at the end of the run." +
      (wasted ? ` Wasted work: ${WASTED_WORK.help.charAt(0).toLowerCase()}${WASTED_WORK.help.slice(1)}` : ""),
    head(columns.map(([title]) => title)),
    runs.map((run, place) =>
      row(
        run,
        place,
        columns.map(([, of]) => of(run)),
      ),
    ),
  ]);
}

const IMBALANCE: readonly Measure[] = [
  measure("maxOverMean", "busiest node / mean", "low", (run) => run.imbalance.maxOverMean),
  measure("variation", "coefficient of variation", "low", (run) => run.imbalance.coefficientOfVariation),
  measure("jain", "Jain's index", "high", (run) => run.imbalance.jain),
];

const UNLIKE = "; but these nodes are not alike, so that even is not what a balancer should want, and nobody is marked";

/** The three usual figures of imbalance. */
export function imbalanceTable({ runs }: ResultFile): Markup {
  const marks = IMBALANCE.map((each) => standings(each, runs));
  return block("Imbalance over the whole measured time", [
    `Over the messages that reached each node. Perfectly even is 1, 0 and 1${nodesAlike(runs) ? "" : UNLIKE}.`,
    head(IMBALANCE.map((each) => each.head)),
    runs.map((run, place) => {
      const cells = IMBALANCE.map((each, index) => {
        const standing = marks[index]![place]!;
        return html`<span class="${standing}">${standingMark(standing)}${formatNumber(each.of(run))}</span>`;
      });
      return row(run, place, cells);
    }),
  ]);
}

/** p99 and losses per producer, where there are several. */
export function producersTable({ runs }: ResultFile): Markup | null {
  const producers = runs[0]?.producers ?? [];
  if (producers.length < 2) return null;
  const unit = sharedTimeUnit(runs.flatMap((run) => run.producers.map((producer) => producer.responseTime.p99)));
  return block("Each producer for itself", [
    `p99 response time in ${unit.symbol}, and the share of messages lost.`,
    head(producers.map((producer) => shortName(producer.name))),
    runs.map((run, place) =>
      row(
        run,
        place,
        run.producers.map(({ offered, lost, responseTime }) => {
          const share = offered === 0 ? null : lost / offered;
          return html`${formatInUnit(responseTime.p99, unit)} <small>${formatFraction(share)}</small>`;
        }),
      ),
    ),
  ]);
}

function block(title: string, [note, head, rows]: readonly [string, Markup, readonly Markup[]]): Markup {
  return html`<div class="block">
    <h3>${title}</h3>
    <div class="scroll comparison" tabindex="0" role="region" aria-label="${title}">
      <table>
        ${head}
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>
    <p class="note">${note}</p>
  </div>`;
}

function head(titles: readonly string[]): Markup {
  return html`<thead>
    <tr>
      <th scope="col">balancer</th>
      ${titles.map((title) => html`<th scope="col" class="number">${title}</th>`)}
    </tr>
  </thead>`;
}

function row(run: RunResult, place: number, cells: readonly (Markup | string)[]): Markup {
  return html`<tr data-place="${place}">
    <th scope="row"><label>${balancerName(run, place)}</label></th>
    ${cells.map((cell) => html`<td class="number">${cell}</td>`)}
  </tr>`;
}

function measure(id: string, title: string, better: "low" | "high", of: Measure["of"]): Measure {
  return { id, head: title, help: title, kind: "ratio", better, of, comparable: nodesAlike };
}
