/** What all parts of a sweep's page share: balancers, axes, and the cells by point, balancer and measure. */
import type { Contender, MeasureHead, SweepAxis, SweepCell, SweepFile } from "../../../sim/index.ts";
import { COLOURED_BALANCERS } from "../../colours.ts";

/** Beyond eight balancers only so many of the best keep a colour, beside the first. */
const BEST_FEW = 6;

export interface SweepContext {
  readonly file: SweepFile;
  readonly contenders: readonly Contender[];
  readonly names: readonly string[];
  readonly emphasised: readonly boolean[];
  /** The measure that decides; null where a limit alone was searched for. */
  readonly decisive: MeasureHead | null;
  readonly cellOf: (point: number, balancer: string, measure: string) => SweepCell | null;
}

export function sweepContext(file: SweepFile): SweepContext {
  const cells = new Map(file.cells.map((cell) => [keyOf(cell.point, cell.balancer, cell.measure), cell]));
  const context: SweepContext = {
    file,
    contenders: file.contenders,
    names: file.contenders.map(({ balancer }) => balancer),
    emphasised: file.contenders.map(() => true),
    decisive: file.measures[0] ?? null,
    cellOf: (point, balancer, measure) => cells.get(keyOf(point, balancer, measure)) ?? null,
  };
  return file.contenders.length <= COLOURED_BALANCERS ? context : { ...context, emphasised: emphasis(context) };
}

function keyOf(point: number, balancer: string, measure: string): string {
  return JSON.stringify([point, balancer, measure]);
}

/** The first, and those that are first at the most points. */
function emphasis(context: SweepContext): readonly boolean[] {
  const wins = winsOf(context);
  const best = [...context.names.keys()].sort((one, other) => wins[other]! - wins[one]!).slice(0, BEST_FEW);
  return context.names.map((_, place) => place === 0 || best.includes(place));
}

/** By place: at how many points the balancer's estimate of the decisive measure is the best of those that one could choose. */
export function winsOf({ file, contenders, decisive, cellOf }: SweepContext): readonly number[] {
  const wins = contenders.map(() => 0);
  if (decisive === null) return wins;
  for (const point of file.points.keys()) {
    const values = contenders.map(({ balancer, truth }) =>
      truth ? null : (cellOf(point, balancer, decisive.text)?.estimate ?? null),
    );
    const best = bestOf(values, decisive);
    if (best !== null) wins[values.indexOf(best)]! += 1;
  }
  return wins;
}

/** The best of the values; null of none. */
export function bestOf(values: readonly (number | null)[], { better }: MeasureHead): number | null {
  const seen = values.filter((value) => value !== null);
  if (seen.length === 0) return null;
  return better === "higher" ? Math.max(...seen) : Math.min(...seen);
}

/** Axes with more than one value, with their place in the file. */
export function variedAxes({ file }: SweepContext): readonly { readonly axis: SweepAxis; readonly index: number }[] {
  return file.axes.map((axis, index) => ({ axis, index })).filter(({ axis }) => axis.values.length > 1);
}

/** Which of an axis's values a point has; −1 for none of them. */
export function valueIndex({ file }: SweepContext, point: number, axis: number): number {
  const text = file.points[point]?.values[axis]?.text;
  return file.axes[axis]!.values.findIndex((value) => value.text === text);
}
