/** Chart: what was delivered against what was offered, over time. */
import type { ResultFile } from "../../sim/index.ts";
import { throughputDescription, throughputFinding } from "../findings/messages.ts";
import { formatDuration } from "../format.ts";
import { groupSize, intervalsOfTraffic, middles, sums } from "./aggregate.ts";
import { bandLayers } from "./bands.ts";
import type { Chart, Row } from "./chart.ts";
import { chartContext } from "./context.ts";
import { lineLayers } from "./layers.ts";
import { lastOf } from "./response-quantiles.ts";
import { zeroBasedTop } from "./scales.ts";
import { specBase } from "./theme.ts";
import { pixelOnLine, timeAxis } from "./time-axis.ts";

const HEIGHT = 220;
/** Counts add up exactly, so few wide intervals show the course without the noise of chance. */
const MOST_COLUMNS = 80;

/** Null where nothing was offered. */
export function throughput(result: ResultFile): Chart | null {
  const context = chartContext(result);
  const longest = Math.max(0, ...result.runs.map(intervalsOfTraffic));
  const size = groupSize(longest, MOST_COLUMNS);
  const rows = throughputRows(result, size);
  const rates = rows.flatMap((row) => [row["offered"] as number, row["delivered"] as number]);
  if (rates.every((rate) => rate === 0)) return null;
  const domain: [number, number] = [0, zeroBasedTop(rates)];
  const x = timeAxis(context.endSeconds);
  const y = (field: string) =>
    ({
      field,
      type: "quantitative",
      scale: { domain, nice: false },
      axis: { title: null, format: "~s", tickCount: 5 },
    }) as const;
  const ends = lastOf(rows).map((row) => ({
    b: row["b"] as number,
    end: pixelOnLine(row["delivered"] as number, domain, HEIGHT),
  }));
  return {
    id: "throughput",
    section: "messages",
    title: throughputFinding(result),
    subtitle:
      `Delivered messages per second in each ${formatDuration(size * (result.runs[0]?.series.intervalSeconds ?? 0))}; ` +
      `the dashed line is what was offered${closedLoop(result) ? " under the first balancer" : ""}.`,
    description: throughputDescription(result),
    spec: {
      ...specBase(context),
      width: 640,
      height: HEIGHT,
      layer: [
        ...bandLayers(context, true),
        {
          transform: [{ filter: "datum.b == 0" }],
          mark: { type: "line", strokeDash: [5, 3], strokeWidth: 1.5, color: { expr: "ink" } },
          encoding: { x, y: y("offered") },
        },
        ...lineLayers(context, {
          name: "delivered",
          x,
          y: y("delivered"),
          height: HEIGHT,
          columns: Math.ceil(longest / size),
          ends,
        }),
      ],
    },
    columns: [
      { field: "b", title: "balancer", kind: "balancer" },
      { field: "t", title: "simulated time", kind: "time" },
      { field: "offered", title: "offered", kind: "perSecond" },
      { field: "delivered", title: "delivered", kind: "perSecond" },
    ],
    rows,
    lines: { x: "t", fields: ["delivered"] },
    balancers: context.names,
    emphasised: context.emphasised,
  };
}

function throughputRows(result: ResultFile, size: number): readonly Row[] {
  return result.runs.flatMap((run, b) => {
    const length = intervalsOfTraffic(run);
    const { intervalSeconds } = run.series;
    const offered = sums(run.series.offered.slice(0, length), size);
    const delivered = sums(run.series.delivered.slice(0, length), size);
    return middles({ length, intervalSeconds }, size).map((t, index) => {
      const seconds = (Math.min(length, (index + 1) * size) - index * size) * intervalSeconds;
      return { b, t, offered: offered[index]! / seconds, delivered: delivered[index]! / seconds };
    });
  });
}

/** Clients that wait for answers publish the slower the slower they are answered: then what is offered differs. */
function closedLoop(result: ResultFile): boolean {
  return result.runs.some((run) => run.messages.offered !== result.runs[0]!.messages.offered);
}
