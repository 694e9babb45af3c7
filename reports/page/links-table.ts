/** What went over links that do more than take time: a line for each balancer, kind of link and direction. */
import type { LinkResult, ResultFile } from "../../sim/index.ts";
import { formatCount, formatFraction, formatInUnit, sharedTimeUnit } from "../format.ts";
import type { Markup } from "./markup.ts";
import { block, head, row } from "./tables.ts";

interface Column {
  readonly title: string;
  readonly of: (link: LinkResult) => number | null;
  readonly text: (value: number | null) => string;
}

const COUNTS: readonly Column[] = [
  { title: "sent", of: ({ sent }) => sent, text: formatCount },
  { title: "lost", of: ({ lost }) => lost, text: formatCount },
  { title: "share lost", of: ({ lostFraction }) => lostFraction, text: formatFraction },
  { title: "duplicated", of: ({ duplicated }) => duplicated, text: formatCount },
  { title: "held back", of: ({ held }) => held, text: formatCount },
];

/** Null where links only take time. Columns in which nothing ever happened are left out. */
export function linksTable({ runs }: ResultFile): Markup | null {
  const links = runs.flatMap(({ network }) => network ?? []);
  if (links.length === 0) return null;
  const waits = waitColumns(links);
  const columns = [...COUNTS, ...waits].filter(({ of }) => links.some((link) => (of(link) ?? 0) !== 0));
  return block("What went over the links", [
    "Warm-up included. Held back: by a clog, until it was over." +
      (waits.length > 0 ? " Wire: from sending until the wire was free." : ""),
    head(["link", ...columns.map(({ title }) => title)]),
    runs.flatMap((run, place) =>
      (run.network ?? []).map((link) =>
        row(run, place, [ends(link), ...columns.map(({ of, text }) => text(of(link)))]),
      ),
    ),
  ]);
}

function waitColumns(links: readonly LinkResult[]): readonly Column[] {
  const unit = sharedTimeUnit(links.flatMap(({ meanWireWait, longestWireWait }) => [meanWireWait, longestWireWait]));
  const text = (seconds: number | null): string => formatInUnit(seconds, unit);
  const columns: readonly Column[] = [
    { title: `wire, mean ${unit.symbol}`, of: ({ meanWireWait }) => meanWireWait, text },
    { title: `wire, longest ${unit.symbol}`, of: ({ longestWireWait }) => longestWireWait, text },
  ];
  return links.some(({ longestWireWait }) => longestWireWait > 0) ? columns : [];
}

/** `gateway to node`: as messages go, or as answers come back. */
function ends({ link, direction }: LinkResult): string {
  const [from, to] = link.split("-") as [string, string];
  return direction === "forward" ? `${from} → ${to}` : `${to} → ${from}`;
}
