/** What defences and networks do to messages: tries, duplicates, order, and what producers were wrongly told. Only what happened. */
import { LOSS_CAUSES, type LossCause, type ResultFile, type RunResult } from "../../sim/index.ts";
import { WASTED_WORK } from "../comparison.ts";
import { formatCount, formatFraction, formatNumber } from "../format.ts";
import { html } from "./markup.ts";
import type { Markup } from "./markup.ts";
import { block, head, row } from "./tables.ts";

interface Column {
  readonly title: string;
  readonly of: (run: RunResult) => number | null;
  readonly text: (value: number | null) => string;
  /** What should not be: any value above zero stands out. */
  readonly bad?: true;
}

type Fate = keyof RunResult["messages"]["told"];
type Heard = keyof RunResult["messages"]["told"]["lost"];

const FATES: readonly (readonly [Fate, string])[] = [
  ["delivered", "delivered"],
  ["lost", "lost"],
  ["inFlight", "in flight"],
];
const HEARD: readonly (readonly [Heard, string])[] = [
  ["confirmed", "told: confirmed"],
  ["failed", "told: failed"],
  ["unknown", "told nothing"],
];
const ORIGINS = [
  ["first", "by the first try, late"],
  ["retry", "by retries"],
  ["hedge", "by hedges"],
  ["network", "by the network"],
  ["copy", "by copies"],
] as const;
/** Messages of more tries than this share a column. */
const MOST_TRIES = 4;

/** What became of the messages, and of how many the producer was told what is not so; a table of its own has all that was told. */
export function fatesTable({ runs }: ResultFile): Markup {
  const wasted = runs.some(WASTED_WORK.occurs);
  const columns: readonly Column[] = [
    ...FATE_COLUMNS,
    { title: "processed twice", of: (run) => run.duplicates, text: formatCount },
    ...(wasted ? [{ title: "wasted work", of: (run: RunResult) => run.wastedWork, text: formatFraction }] : []),
  ];
  const note =
    "Messages over measured time; in flight: at the end of the run." +
    (toldPlainly(runs) ? " Every producer was told the truth, or will be." : "") +
    (wasted ? ` Wasted work: ${WASTED_WORK.help.charAt(0).toLowerCase()}${WASTED_WORK.help.slice(1)}` : "");
  return wholeTable("What became of the messages", note, runs, columns);
}

const FATE_COLUMNS: readonly Column[] = [
  { title: "offered", of: (run) => run.messages.offered, text: formatCount },
  { title: "delivered", of: (run) => run.messages.delivered, text: formatCount },
  { title: "lost", of: (run) => run.messages.lost, text: formatCount },
  { title: "in flight", of: (run) => run.messages.inFlight, text: formatCount },
  // What operators fear, and what they forget: there to be seen even where it is 0.
  { title: "confirmed but lost", of: (run) => run.messages.told.lost.confirmed, text: formatCount, bad: true },
  { title: "failed but delivered", of: (run) => run.messages.told.delivered.failed, text: formatCount, bad: true },
];

/** The tables that have something to say. */
export function messageTables(result: ResultFile): readonly Markup[] {
  return [toldTable, causesTable, attemptsTable, duplicatesTable, orderingTable].flatMap(
    (table) => table(result) ?? [],
  );
}

/** Fate against what was told, where some producer was told anything but the plain truth. */
function toldTable({ runs }: ResultFile): Markup | null {
  if (toldPlainly(runs)) return null;
  const cells = FATES.flatMap(([fate, shownFate]) =>
    HEARD.map(([heard, shownHeard]): Column => {
      const isWrong = (fate === "delivered" && heard === "failed") || (fate === "lost" && heard === "confirmed");
      const title = `${shownFate}, ${shownHeard}`;
      const of: Column["of"] = ({ messages }) => messages.told[fate][heard];
      return { title, of, text: formatCount, ...(isWrong ? { bad: true } : {}) };
    }),
  );
  const note =
    "Each message counts once. Marked: what a producer was told, and is not so. A producer that was told “failed” of a " +
    "delivered message may send it again; one that was told nothing does not know.";
  return table("Fate against what the producer was told", note, runs, cells);
}

function toldPlainly(runs: readonly RunResult[]): boolean {
  return runs.every(({ messages: { told } }) =>
    [told.delivered.failed, told.delivered.unknown, told.lost.confirmed, told.lost.unknown].every(
      (count) => count === 0,
    ),
  );
}

/** Where messages are lost by several causes. */
function causesTable({ runs }: ResultFile): Markup | null {
  const columns = LOSS_CAUSES.map((cause: LossCause): Column => ({
    title: cause,
    of: ({ messages }) => messages.lostByCause[cause],
    text: formatCount,
  }));
  const seen = columns.filter(({ of }) => runs.some((run) => (of(run) ?? 0) > 0));
  if (seen.length < 2) return null;
  return table("Lost messages by cause", "A message of several tries has the cause of its last one.", runs, seen);
}

/** How often messages were sent, where some were sent more than once. */
function attemptsTable({ runs }: ResultFile): Markup | null {
  if (runs.every(({ attempts }) => (attempts.max ?? 0) < 2)) return null;
  const share = (run: RunResult, from: number, to: number): number | null => {
    const { histogram } = run.attempts;
    const all = sum(histogram);
    return all === 0 ? null : sum(histogram.slice(from, to)) / all;
  };
  const shares = Array.from({ length: MOST_TRIES + 1 }, (_, tries): Column => ({
    title: triesWords(tries),
    of: (run) => share(run, tries, tries === MOST_TRIES ? Infinity : tries + 1),
    text: formatFraction,
  }));
  const columns: readonly Column[] = [
    { title: "mean", of: ({ attempts }) => attempts.mean, text: formatNumber },
    { title: "most", of: ({ attempts }) => attempts.max, text: formatCount },
    ...shares,
  ];
  const note =
    "Tries that gateways sent of each message, retries, hedges and copies included; shares of all messages that gateways have done with. " +
    "A mean of 1.5 means that nodes are offered half as much again.";
  return table("Attempts per message", note, runs, columns);
}

function triesWords(tries: number): string {
  if (tries === 0) return "never sent";
  if (tries === MOST_TRIES) return `${tries} or more`;
  return tries === 1 ? "once" : tries === 2 ? "twice" : `${tries} times`;
}

/** Messages processed twice, by where the second one came from. */
function duplicatesTable({ runs }: ResultFile): Markup | null {
  if (runs.every((run) => run.duplicates === 0 && run.suppressedDuplicates === 0)) return null;
  const columns: readonly Column[] = [
    { title: "processed twice", of: (run) => run.duplicates, text: formatCount, bad: true },
    { title: "share", of: shareOfDelivered, text: formatFraction },
    ...ORIGINS.map(([origin, title]): Column => ({
      title,
      text: formatCount,
      of: (run) => run.duplicatesFrom[origin],
    })),
    { title: "recognised", of: (run) => run.suppressedDuplicates, text: formatCount },
  ];
  const note =
    "Messages that nodes processed more often than they should, of all delivered ones, by the try that was processed again; recognised: tries " +
    "that a node knew to have been processed, and answered without doing it again.";
  return table("Duplicates, and where they arose", note, runs, columns);
}

function shareOfDelivered({ duplicates, messages }: RunResult): number | null {
  return messages.delivered === 0 ? null : duplicates / messages.delivered;
}

/** Order per producer and key, where messages overtook each other. */
function orderingTable({ runs }: ResultFile): Markup | null {
  if (runs.every(({ ordering }) => (ordering?.outOfOrder ?? 0) === 0)) return null;
  const columns: readonly Column[] = [
    { title: "out of order", of: ({ ordering }) => ordering?.outOfOrder ?? null, text: formatCount },
    { title: "share", of: ({ ordering }) => ordering?.outOfOrderFraction ?? null, text: formatFraction },
    { title: "inversions", of: ({ ordering }) => ordering?.inversions ?? null, text: formatCount },
    { title: "largest displacement", of: ({ ordering }) => ordering?.largestDisplacement ?? null, text: formatCount },
  ];
  const note =
    "Of the same producer and key. Out of order: delivered after a later one; inversions: directly after a later one; largest displacement: by how " +
    "many messages of its key one was overtaken at most.";
  return table("Order per key", note, runs, columns);
}

/** Columns in which nothing ever happened are left out. */
function table(title: string, note: string, runs: readonly RunResult[], columns: readonly Column[]): Markup {
  const shown = columns.filter(({ of }) => runs.some((run) => (of(run) ?? 0) !== 0));
  return wholeTable(title, note, runs, shown);
}

function wholeTable(title: string, note: string, runs: readonly RunResult[], columns: readonly Column[]): Markup {
  const cells = (run: RunResult): (Markup | string)[] => columns.map((column) => cell(column, column.of(run)));
  return block(title, [
    note,
    head(columns.map((column) => column.title)),
    runs.map((run, place) => row(run, place, cells(run))),
  ]);
}

/** Never by colour alone. */
function cell({ text, bad }: Column, value: number | null): Markup | string {
  return bad && (value ?? 0) > 0 ? html`<span class="failed">! ${text(value)}</span>` : text(value);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
