/** Chart: how busy each node was, beside the ideal of the same work spread evenly over all nodes. */
import type { NodeResult, ResultFile, RunResult } from "../../sim/index.ts";
import { utilisationDescription, utilisationFinding } from "../findings/load.ts";
import type { Chart, Row } from "./chart.ts";
import { chartContext } from "./context.ts";
import { VISIBLE, balancerColour, dimUnlessPicked } from "./layers.ts";
import { ROW_STEP, nameLayer, rowChannel } from "./rows.ts";
import { specBase } from "./theme.ts";

/** With more nodes than this a dot stands for all nodes within one percent of utilisation. */
const MOST_DOTS = 60;

/** Null where nothing ran. */
export function utilisation(result: ResultFile): Chart | null {
  const context = chartContext(result);
  if (result.runs.every((run) => run.nodes.length === 0)) return null;
  const binned = result.runs.some((run) => run.nodes.length > MOST_DOTS);
  const rows = result.runs.flatMap((run, b) => (binned ? bins(run, b) : run.nodes.map((node) => dot(node, b))));
  const ideals = result.runs.map((run, b) => ({ b, ideal: idealUtilisation(run) }));
  return {
    id: "utilisation",
    section: "load",
    title: utilisationFinding(result),
    subtitle:
      `Busy share of each node's workers over measured time; ` +
      (binned ? "a dot is all nodes within one percent, the larger the more. " : "a dot is a node. ") +
      "The upright stroke is the ideal, total / nodes: the same work spread evenly.",
    description: utilisationDescription(result),
    spec: {
      ...specBase(context),
      transform: [{ filter: VISIBLE }],
      width: 640,
      height: { step: ROW_STEP },
      layer: [
        {
          data: { values: ideals },
          transform: [{ filter: VISIBLE }],
          mark: { type: "tick", opacity: 1, thickness: 2, size: 18, yOffset: 7, color: { expr: "ink" } },
          encoding: { y: rowChannel(), x: { field: "ideal", type: "quantitative" } },
        },
        {
          mark: {
            type: "circle",
            yOffset: 7,
            stroke: { expr: "ground" },
            strokeWidth: 0.75,
            tooltip: { content: "data" },
          },
          encoding: {
            y: rowChannel(),
            x: {
              field: "u",
              type: "quantitative",
              scale: { domain: [0, 1], nice: false },
              axis: { title: null, format: ".0%", tickCount: 5, labelFlush: true },
            },
            size: {
              field: "count",
              type: "quantitative",
              legend: null,
              scale: {
                type: "sqrt",
                domain: [1, Math.max(2, ...rows.map((row) => row["count"] as number))],
                range: [70, 420],
              },
            },
            color: balancerColour(context),
            opacity: dimUnlessPicked(0.8),
          },
        },
        nameLayer({ values: ideals }),
      ],
    },
    columns: [
      { field: "b", title: "balancer", kind: "balancer" },
      { field: "node", title: binned ? "nodes" : "node", kind: "text" },
      { field: "u", title: "utilisation", kind: "fraction" },
      ...(binned
        ? []
        : ([
            { field: "arrivals", title: "messages that reached it", kind: "count" },
            { field: "queue", title: "mean messages at the node", kind: "messages" },
            { field: "response", title: "mean response time", kind: "seconds" },
          ] as const)),
    ],
    rows,
    balancers: context.names,
    emphasised: context.emphasised,
  };
}

/** The utilisation that every node would have if all workers shared the work done; null where there is no number of workers. */
export function idealUtilisation(run: RunResult): number | null {
  const workers = run.nodes.reduce((sum, node) => sum + (node.workers ?? Infinity), 0);
  const busy = run.nodes.reduce((sum, node) => sum + node.utilisation * (node.workers ?? 0), 0);
  return workers === 0 || workers === Infinity ? null : busy / workers;
}

function dot(node: NodeResult, b: number): Row {
  return {
    b,
    node: node.name,
    u: node.utilisation,
    count: 1,
    arrivals: node.arrivals,
    queue: node.meanQueue,
    response: node.meanResponseTime,
  };
}

function bins(run: RunResult, b: number): readonly Row[] {
  const counts = new Map<number, number>();
  for (const node of run.nodes) {
    const percent = Math.min(99, Math.floor(node.utilisation * 100));
    counts.set(percent, (counts.get(percent) ?? 0) + 1);
  }
  return [...counts]
    .sort(([one], [other]) => one - other)
    .map(([percent, count]) => ({
      b,
      node: `${count} ${count === 1 ? "node" : "nodes"} at ${percent} to ${percent + 1}%`,
      u: (percent + 0.5) / 100,
      count,
    }));
}
