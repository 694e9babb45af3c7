/** Bands behind time charts: the warm-up, and each fault with its label above the plot. */
import type { Layer } from "./layers.ts";
import type { ChartContext } from "./context.ts";
import { shortName } from "../names.ts";

/** Labels that would collide go to a lane above; beyond these lanes a fault keeps its band and its place in the caption. */
const LANES = 4;
const LANE_PIXELS = 14;
const LABEL_CHARACTER_PIXELS = 6;
/** Labels are laid out for a chart of this width: narrow enough for a phone to be served as well. */
const LAYOUT_PIXELS = 420;

export interface Band {
  readonly from: number;
  readonly to: number;
  readonly label: string;
  readonly lane: number;
}

/**
 * The bands of a time axis, those of faults in the order of their beginnings. A fault that happens several times has one
 * label, with their number, at its first time; the other bands have none, and no lane.
 */
export function faultBands(context: Pick<ChartContext, "faults" | "endSeconds">): readonly Band[] {
  const end = context.endSeconds;
  const faults = context.faults
    .filter((fault) => fault.startSeconds < end)
    .map((fault) => ({
      from: fault.startSeconds,
      to: Math.min(end, fault.endSeconds ?? end),
      fault: `${fault.kind} ${fault.label}`,
      label: shortName(fault.label),
    }))
    .sort((a, b) => a.from - b.from);
  const counts = new Map<string, number>();
  for (const { fault } of faults) counts.set(fault, (counts.get(fault) ?? 0) + 1);
  const labelled = new Set<string>();
  const laneEnds: number[] = [];
  return faults.map(({ fault, label: name, from, to }) => {
    if (labelled.has(fault)) return { from, to, label: "", lane: LANES };
    labelled.add(fault);
    const count = counts.get(fault)!;
    const label = count === 1 ? name : `${name} ×${count}`;
    const start = from / end;
    const width = (label.length * LABEL_CHARACTER_PIXELS + 8) / LAYOUT_PIXELS;
    const free = laneEnds.findIndex((laneEnd) => laneEnd <= start);
    const lane = free >= 0 ? free : laneEnds.length;
    laneEnds[lane] = start + width;
    return { from, to, label, lane };
  });
}

/** Where faults begin and end, as dashed lines: for charts whose own colours a band would tint. */
export function edgeLayers(context: Pick<ChartContext, "faults" | "endSeconds">): Layer[] {
  const all = faultBands(context).flatMap(({ from, to }) => [from, to]);
  const edges = [...new Set(all)].filter((edge) => edge > 0 && edge < context.endSeconds);
  if (edges.length === 0) return [];
  return [
    {
      data: { values: edges.map((edge) => ({ edge })) },
      mark: { type: "rule", strokeDash: [3, 3], color: { expr: "ink" }, opacity: 0.6 },
      encoding: { x: { field: "edge", type: "quantitative" } },
    },
  ];
}

/** The layers that draw them. Labels only where `labelled`: once per chart, above its topmost panel. */
export function bandLayers(context: ChartContext, labelled: boolean): Layer[] {
  const bands = faultBands(context);
  const layers: Layer[] = [];
  if (context.warmupSeconds > 0) layers.push(warmupLayer(context));
  const lasting = bands.filter(({ from, to }) => from < to);
  const moments = bands.filter(({ from, to }) => from === to);
  if (lasting.length > 0) layers.push(faultLayer(lasting));
  if (moments.length > 0) layers.push(momentLayer(moments));
  if (labelled) layers.push(...labelLayers(context, bands));
  return layers;
}

function warmupLayer({ warmupSeconds }: ChartContext): Layer {
  return {
    data: { values: [{ from: 0, to: warmupSeconds }] },
    mark: { type: "rect", color: { expr: "warmupBand" }, opacity: 1 },
    encoding: { x: { field: "from", type: "quantitative" }, x2: { field: "to" } },
  };
}

function faultLayer(bands: readonly Band[]): Layer {
  return {
    data: { values: bands.map(({ from, to }) => ({ from, to })) },
    // Where faults overlap the band is darker.
    mark: { type: "rect", color: { expr: "faultBand" }, opacity: 0.35 },
    encoding: { x: { field: "from", type: "quantitative" }, x2: { field: "to" } },
  };
}

/** What is done at once, as nodes that join, has no width. */
function momentLayer(moments: readonly Band[]): Layer {
  return {
    data: { values: moments.map(({ from }) => ({ from })) },
    mark: { type: "rule", color: { expr: "faultBand" }, strokeWidth: 2 },
    encoding: { x: { field: "from", type: "quantitative" } },
  };
}

/** The warm-up's label hides where a fault's label begins within it. */
function labelLayers(context: ChartContext, bands: readonly Band[]): Layer[] {
  const shown = bands.filter((band) => band.lane < LANES);
  const warmup = { from: 0, label: "warm-up, not measured", lane: 0 };
  const room = (warmup.label.length * LABEL_CHARACTER_PIXELS) / LAYOUT_PIXELS;
  const free = context.warmupSeconds > 0 && !shown.some((band) => band.from < room * context.endSeconds);
  const labels = free ? [warmup, ...shown] : shown;
  if (labels.length === 0) return [];
  return [
    {
      data: { values: labels.map(({ from, label, lane }) => ({ from, label, lift: -5 - lane * LANE_PIXELS })) },
      mark: { type: "text", align: "left", baseline: "bottom", y: { expr: "datum.lift" }, color: { expr: "muted" } },
      encoding: { x: { field: "from", type: "quantitative" }, text: { field: "label", type: "nominal" } },
    },
  ];
}
