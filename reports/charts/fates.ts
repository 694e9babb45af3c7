/** Chart: what became of the messages over time: delivered, or lost by which cause, against what was offered. */
import { LOSS_CAUSES } from "../../sim/index.ts";
import type { LossCause, ResultFile, RunResult } from "../../sim/index.ts";
import { formatDuration } from "../format.ts";
import { fatesDescription, fatesFinding } from "../findings/messages.ts";
import { lossWords } from "../findings/words.ts";
import { groupSize, sums } from "./aggregate.ts";
import { edgeLayers } from "./bands.ts";
import type { Chart, Row } from "./chart.ts";
import { chartContext } from "./context.ts";
import { VISIBLE } from "./layers.ts";
import { zeroBasedTop } from "./scales.ts";
import { specBase } from "./theme.ts";
import { timeAxis } from "./time-axis.ts";

const MOST_BARS = 4000;
const MOST_COLUMNS = 120;
/** Fate 0 is delivered, 1 … the loss causes in their order; −1 marks what was offered. */
const OFFERED = -1;

/** Null where nothing was offered. */
export function fates(result: ResultFile): Chart | null {
  const context = chartContext(result);
  const causes = seenCauses(result.runs);
  const size = columnSize(result, causes.length);
  const rows = result.runs.flatMap((run, b) => fateRows(run, b, causes, size));
  if (rows.every((row) => row["rate"] === 0)) return null;
  const seconds = size * (result.runs[0]?.series.intervalSeconds ?? 0);
  return {
    id: "fates",
    section: "messages",
    title: fatesFinding(result),
    subtitle:
      `Messages per second in each ${formatDuration(seconds)} of simulated time, warm-up included, ` +
      "stacked by what became of them; the line is what was offered.",
    description: fatesDescription(result),
    spec: {
      ...specBase(context, { fates: ["delivered", ...LOSS_CAUSES.map(lossWords)] }),
      transform: [{ filter: VISIBLE }],
      spacing: 10,
      facet: {
        row: {
          field: "b",
          type: "ordinal",
          header: { title: null, labelExpr: "names[datum.value]", labelOrient: "top", labelAnchor: "start" },
        },
      },
      spec: {
        width: 640,
        height: result.runs.length > 8 ? 44 : 72,
        layer: [
          {
            transform: [{ filter: "datum.fate >= 0" }],
            mark: { type: "bar", binSpacing: 0, tooltip: { content: "data" } },
            encoding: {
              x: { ...timeAxis(context.endSeconds), bin: "binned" },
              x2: { field: "t2" },
              y: {
                field: "rate",
                type: "quantitative",
                stack: "zero",
                scale: { domain: [0, tallest(rows)], nice: false },
                axis: { title: null, tickCount: 2, format: "~s" },
              },
              color: fateColour(causes),
              order: { field: "fate", type: "quantitative" },
            },
          },
          {
            transform: [{ filter: `datum.fate == ${OFFERED}` }],
            mark: { type: "line", interpolate: "step-after", strokeWidth: 1, color: { expr: "ink" } },
            encoding: { x: timeAxis(context.endSeconds), y: { field: "rate", type: "quantitative" } },
          },
          ...edgeLayers(context),
        ],
      },
    },
    columns: [
      { field: "b", title: "balancer", kind: "balancer" },
      { field: "t", title: "from", kind: "time" },
      { field: "t2", title: "to", kind: "time" },
      { field: "what", title: "fate", kind: "text" },
      { field: "rate", title: "messages per second", kind: "perSecond" },
    ],
    rows,
    balancers: context.names,
    emphasised: context.emphasised,
  };
}

function fateColour(causes: readonly LossCause[]): object {
  const shown = [0, ...causes.map((cause) => 1 + LOSS_CAUSES.indexOf(cause))];
  return {
    field: "fate",
    type: "ordinal",
    scale: {
      domain: [0, ...LOSS_CAUSES.map((_, cause) => cause + 1)],
      range: [{ expr: "delivered" }, ...LOSS_CAUSES.map((_, cause) => ({ expr: `losses[${cause}]` }))],
    },
    legend: {
      title: null,
      orient: "top",
      values: shown,
      labelExpr: "fates[datum.value]",
      symbolType: "square",
      columns: { expr: "narrow ? 1 : 4" },
    },
  };
}

/** Loss causes that any run met, in their order. */
export function seenCauses(runs: readonly RunResult[]): readonly LossCause[] {
  return LOSS_CAUSES.filter((cause) =>
    runs.some(
      (run) => run.messages.lostByCause[cause] > 0 || (run.series.lost[cause]?.some((count) => count > 0) ?? false),
    ),
  );
}

function columnSize(result: ResultFile, causes: number): number {
  const longest = Math.max(0, ...result.runs.map((run) => run.series.length));
  const columns = Math.floor(MOST_BARS / (result.runs.length * (2 + causes)));
  return groupSize(longest, Math.max(30, Math.min(MOST_COLUMNS, columns)));
}

function fateRows(run: RunResult, b: number, causes: readonly LossCause[], size: number): readonly Row[] {
  const { series } = run;
  const fate = (what: string, code: number, counts: readonly number[]): readonly Row[] =>
    sums(counts, size).map((count, index) => {
      const t = index * size * series.intervalSeconds;
      const t2 = Math.min(series.length, (index + 1) * size) * series.intervalSeconds;
      return { b, t, t2, fate: code, what, rate: count / (t2 - t) };
    });
  return [
    ...fate("offered", OFFERED, series.offered),
    ...fate("delivered", 0, series.delivered),
    ...causes.flatMap((cause) =>
      fate(lossWords(cause), 1 + LOSS_CAUSES.indexOf(cause), series.lost[cause] ?? []).filter(
        (row) => row["rate"] !== 0,
      ),
    ),
  ];
}

/** The top of the vertical axis: the tallest stack or offered rate. */
function tallest(rows: readonly Row[]): number {
  const stacks = new Map<string, number>();
  for (const row of rows) {
    const key = `${row["b"]} ${row["t"]} ${row["fate"] === OFFERED ? "offered" : "stacked"}`;
    stacks.set(key, (stacks.get(key) ?? 0) + (row["rate"] as number));
  }
  return zeroBasedTop(stacks.values());
}
