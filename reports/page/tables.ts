/** The smaller tables: what gateways did to protect themselves, imbalance in figures, one line per producer; and what all tables share. */
import type { GuardedNodeResult, GuardsResult, ResultFile, RunResult } from "../../sim/index.ts";
import { nodesAlike, standings } from "../comparison.ts";
import type { Measure } from "../comparison.ts";
import { formatCount, formatFraction, formatInUnit, formatNumber, sharedTimeUnit } from "../format.ts";
import { shortName } from "../names.ts";
import { balancerName, standingMark } from "./comparison-table.ts";
import { html } from "./markup.ts";
import type { Markup } from "./markup.ts";

/** What gateways did to protect themselves and nodes, where they did anything. */
export function guardsTable({ runs }: ResultFile): Markup | null {
  const columns = GUARDS.filter(({ of }) => runs.some(({ guards }) => guards !== null && of(guards) !== 0));
  if (runs.every(({ guards }) => guards === null) || columns.length === 0) return null;
  return block("What gateways did to protect themselves and their nodes", [
    "All gateways together, from the warm-up's end on. " +
      columns.map(({ title, help }) => `${title}: ${help}`).join(" "),
    head(columns.map(({ title }) => title)),
    runs.map((run, place) =>
      row(
        run,
        place,
        columns.map(({ of, text }) => (run.guards === null ? "" : text(of(run.guards)))),
      ),
    ),
  ]);
}

interface GuardColumn {
  readonly title: string;
  readonly help: string;
  readonly of: (guards: GuardsResult) => number;
  readonly text: (value: number) => string;
}

function overNodes(what: Exclude<keyof GuardedNodeResult, "name">): GuardColumn["of"] {
  return ({ nodes }) => nodes.reduce((sum, node) => sum + node[what], 0);
}

const GUARDS: readonly GuardColumn[] = [
  { title: "probes", help: "active checks sent.", of: overNodes("probes"), text: formatCount },
  { title: "checked out", help: "nodes that failed them.", of: overNodes("healthDowns"), text: formatCount },
  { title: "ejections", help: "by outlier detection.", of: overNodes("ejections"), text: formatCount },
  { title: "breakers opened", help: "circuit breakers.", of: overNodes("breakerOpenings"), text: formatCount },
  {
    title: "refused",
    help: "tries refused or given up by gateways.",
    text: formatCount,
    of: ({ refused }) => Object.values(refused).reduce((sum, count) => sum + count, 0),
  },
  {
    title: "waited",
    help: "tries that waited at a gateway for their node.",
    text: formatCount,
    of: ({ queue }) => queue.waited,
  },
  {
    title: "in panic",
    help: "share of the time.",
    text: formatFraction,
    of: ({ panicFraction }) => panicFraction,
  },
  {
    title: "limit",
    help: "adaptive limit, on average.",
    text: formatNumber,
    of: ({ concurrencyLimit }) => concurrencyLimit?.mean ?? 0,
  },
];

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

/** A table under its title, with a note below. */
export function block(title: string, [note, head, rows]: readonly [string, Markup, readonly Markup[]]): Markup {
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

/** The balancer, then columns of numbers. */
export function head(titles: readonly string[]): Markup {
  return html`<thead>
    <tr>
      <th scope="col">balancer</th>
      ${titles.map((title) => html`<th scope="col" class="number">${title}</th>`)}
    </tr>
  </thead>`;
}

/** A balancer and its cells. */
export function row(run: RunResult, place: number, cells: readonly (Markup | string)[]): Markup {
  return html`<tr data-place="${place}">
    <th scope="row"><label>${balancerName(run, place)}</label></th>
    ${cells.map((cell) => html`<td class="number">${cell}</td>`)}
  </tr>`;
}

function measure(id: string, title: string, better: "low" | "high", of: Measure["of"]): Measure {
  return { id, head: title, help: title, kind: "ratio", better, of, comparable: nodesAlike };
}
