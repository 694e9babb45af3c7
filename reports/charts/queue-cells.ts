/** The cells of the queue-depth heat map: few enough to draw, without averaging a drowning node away. */
import type { ResultFile, RunResult } from "../../sim/index.ts";
import { means } from "./aggregate.ts";
import type { Row } from "./chart.ts";

/** Cells over all balancers, and rows of one heat map. */
const MOST_CELLS = 12_000;
const MOST_ROWS = 36;
const FEWEST_COLUMNS = 40;
const MOST_COLUMNS = 160;

export interface QueueCells {
  readonly rows: readonly Row[];
  /** Names of the heat map's rows, from the top. */
  readonly groups: readonly string[];
  /** How many groups of the series became one row. */
  readonly nodesPerRow: number;
  readonly cellSeconds: number;
}

export function queueCells(result: ResultFile): QueueCells {
  const { runs } = result;
  const groups = Math.max(0, ...runs.map((run) => run.series.queue.length));
  const length = Math.max(0, ...runs.map((run) => run.series.length));
  const wanted = Math.min(MOST_ROWS, groups, Math.max(8, Math.floor(MOST_CELLS / (runs.length * FEWEST_COLUMNS))));
  const nodesPerRow = Math.max(1, Math.ceil(groups / Math.max(1, wanted)));
  const rowCount = Math.ceil(groups / nodesPerRow);
  const columns = Math.floor(MOST_CELLS / Math.max(1, runs.length * rowCount));
  const size = Math.max(1, Math.ceil(length / Math.max(FEWEST_COLUMNS, Math.min(MOST_COLUMNS, columns))));
  const merged = runs.map((run) => mergeGroups(run, nodesPerRow));
  return {
    rows: merged.flatMap((queues, b) => queues.flatMap((queue, g) => cells(runs[b]!, b, g, queue, size))),
    groups: merged.find((queues) => queues.length === rowCount)?.map((queue) => queue.nodes) ?? [],
    nodesPerRow: nodesPerRow * groupWidth(runs[0], groups),
    cellSeconds: size * (runs[0]?.series.intervalSeconds ?? 0),
  };
}

interface Queue {
  readonly nodes: string;
  readonly mean: readonly number[];
}

/** Neighbouring groups become one row that holds the deepest of them: a mean would hide the one that drowns. */
function mergeGroups(run: RunResult, size: number): readonly Queue[] {
  const { queue, length } = run.series;
  if (size === 1) return queue;
  return Array.from({ length: Math.ceil(queue.length / size) }, (_, index) => {
    const members = queue.slice(index * size, (index + 1) * size);
    const mean = Array.from({ length }, (_, interval) => Math.max(...members.map((member) => member.mean[interval]!)));
    return { nodes: `${members[0]!.nodes} … ${members.at(-1)!.nodes}`, mean };
  });
}

function cells(run: RunResult, b: number, g: number, queue: Queue, size: number): readonly Row[] {
  const { intervalSeconds, length } = run.series;
  return means(queue.mean, size).map((v, index) => ({
    b,
    g,
    nodes: queue.nodes,
    t: index * size * intervalSeconds,
    t2: Math.min(length, (index + 1) * size) * intervalSeconds,
    v,
  }));
}

/** Nodes in one group of the series. */
function groupWidth(run: RunResult | undefined, groups: number): number {
  return run === undefined || groups === 0 ? 1 : Math.ceil(run.nodes.length / groups);
}
