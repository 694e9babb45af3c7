/** Chart: messages at each node over time, one heat map per balancer, all on one scale of colour. */
import type { ResultFile } from "../../sim/index.ts";
import { formatDuration } from "../format.ts";
import { queueDescription, queueFinding } from "../findings/load.ts";
import { visibleText } from "../names.ts";
import { edgeLayers } from "./bands.ts";
import type { Chart } from "./chart.ts";
import { chartContext } from "./context.ts";
import { VISIBLE } from "./layers.ts";
import { queueCells } from "./queue-cells.ts";
import type { QueueCells } from "./queue-cells.ts";
import { roundUp } from "./scales.ts";
import { specBase } from "./theme.ts";
import { timeAxis } from "./time-axis.ts";

const PANEL_PIXELS = 110;
const TALLEST_ROW = 15;
const SHORTEST_LABELLED_ROW = 10;

/** Null where nothing ever was at a node. */
export function queueDepth(result: ResultFile): Chart | null {
  const context = chartContext(result);
  const cells = queueCells(result);
  const most = Math.max(0, ...cells.rows.map((row) => row["v"] as number));
  if (most === 0) return null;
  const step = Math.max(2, Math.min(TALLEST_ROW, Math.floor(PANEL_PIXELS / cells.groups.length)));
  const top = Math.max(1, roundUp(most));
  return {
    id: "queue-depth",
    section: "load",
    title: queueFinding(result),
    subtitle: subtitle(cells),
    description: queueDescription(result),
    spec: {
      ...specBase(context, { groups: cells.groups.map(visibleText) }),
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
        height: { step },
        layer: [
          {
            // Neighbours overlap by a hair: else the ground shines through between them.
            mark: { type: "rect", x2Offset: 0.7, tooltip: { content: "data" } },
            encoding: {
              x: timeAxis(context.endSeconds),
              x2: { field: "t2" },
              y: {
                field: "g",
                type: "ordinal",
                axis: {
                  title: null,
                  labelExpr: "groups[datum.value]",
                  labelLimit: 70,
                  labels: step >= SHORTEST_LABELLED_ROW,
                },
              },
              color: colour(top),
            },
          },
          ...edgeLayers(context),
        ],
      },
    },
    columns: [
      { field: "b", title: "balancer", kind: "balancer" },
      { field: "nodes", title: cells.nodesPerRow > 1 ? "nodes" : "node", kind: "text" },
      { field: "t", title: "from", kind: "time" },
      { field: "t2", title: "to", kind: "time" },
      { field: "v", title: "messages at the node", kind: "messages" },
    ],
    rows: cells.rows,
    balancers: context.names,
    emphasised: context.emphasised,
  };
}

/** The scale bends (symlog), since one drowning node would otherwise leave every other node blank. */
function colour(top: number): object {
  const ticks = [0, 1, 3, 10, 30, 100].filter((tick) => tick <= top);
  const decades = [0, ...Array.from({ length: 9 }, (_, decade) => 10 ** (decade + 1)).filter((tick) => tick <= top)];
  return {
    field: "v",
    type: "quantitative",
    scale: {
      type: "symlog",
      domain: [0, top],
      nice: false,
      range: Array.from({ length: 6 }, (_, stop) => ({ expr: `heat[${stop}]` })),
      interpolate: "lab",
    },
    legend: {
      title: "messages at a node",
      titleOrient: "left",
      orient: "top",
      direction: "horizontal",
      gradientLength: { expr: "narrow ? 110 : 180" },
      gradientThickness: 8,
      values: top <= 100 ? ticks : decades,
      labelExpr: "format(datum.value, '~s')",
      titleLimit: 300,
    },
  };
}

function subtitle(cells: QueueCells): string {
  const rows =
    cells.nodesPerRow > 1
      ? `each row the deepest of up to ${cells.nodesPerRow} neighbouring nodes`
      : `each row a node, ${visibleText(cells.groups[0] ?? "")} at the top`;
  return (
    `Mean messages at a node in each ${formatDuration(cells.cellSeconds)}, the one in service among them; ` +
    `${rows}. One colour scale for all balancers.`
  );
}
