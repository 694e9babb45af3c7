/** Chart: how unevenly the messages of each interval fell on the nodes. */
import type { ResultFile } from "../../sim/index.ts";
import { imbalanceDescription, imbalanceFinding } from "../findings/load.ts";
import { formatDuration } from "../format.ts";
import { groupSize, intervalsOfTraffic, middles, observedMeans } from "./aggregate.ts";
import { bandLayers } from "./bands.ts";
import type { Chart } from "./chart.ts";
import { chartContext } from "./context.ts";
import { lineLayers } from "./layers.ts";
import { zeroBasedTop } from "./scales.ts";
import { specBase } from "./theme.ts";
import { pixelOnLine, timeAxis } from "./time-axis.ts";

const HEIGHT = 220;
const MOST_COLUMNS = 120;

/** Null where no interval had a message. */
export function imbalance(result: ResultFile): Chart | null {
  const context = chartContext(result);
  const longest = Math.max(0, ...result.runs.map(intervalsOfTraffic));
  const size = groupSize(longest, MOST_COLUMNS);
  const rows = result.runs.flatMap((run, b) => {
    const length = intervalsOfTraffic(run);
    const values = observedMeans(run.series.imbalance.slice(0, length), size);
    return middles({ length, intervalSeconds: run.series.intervalSeconds }, size).map((t, index) => ({
      b,
      t,
      v: values[index] ?? null,
    }));
  });
  const observed = rows.filter((row) => row.v !== null);
  if (observed.length === 0) return null;
  const domain: [number, number] = [0, zeroBasedTop(observed.map((row) => row.v))];
  const last = new Map(observed.map((row) => [row.b, row.v!]));
  const seconds = size * (result.runs[0]?.series.intervalSeconds ?? 0);
  return {
    id: "imbalance",
    section: "imbalance",
    title: imbalanceFinding(result),
    subtitle:
      `Coefficient of variation of the messages that reached the nodes in each interval, ` +
      `averaged over ${formatDuration(seconds)}; 0 is perfectly even. Few messages per interval look uneven by chance alone.`,
    description: imbalanceDescription(result),
    spec: {
      ...specBase(context),
      width: 640,
      height: HEIGHT,
      layer: [
        ...bandLayers(context, true),
        ...lineLayers(context, {
          name: "imbalance",
          x: timeAxis(context.endSeconds),
          y: {
            field: "v",
            type: "quantitative",
            scale: { domain, nice: false },
            axis: { title: null, tickCount: 5 },
          },
          height: HEIGHT,
          columns: Math.ceil(longest / size),
          ends: [...last].map(([b, v]) => ({ b, end: pixelOnLine(v, domain, HEIGHT) })),
        }),
      ],
    },
    columns: [
      { field: "b", title: "balancer", kind: "balancer" },
      { field: "t", title: "simulated time", kind: "time" },
      { field: "v", title: "coefficient of variation", kind: "number" },
    ],
    rows,
    lines: { x: "t", fields: ["v"] },
    balancers: context.names,
    emphasised: context.emphasised,
  };
}
