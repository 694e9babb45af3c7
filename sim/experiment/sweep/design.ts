/**
 * Which combinations of the axes' values are points: every one (grid), the first of each, the second of each and so on
 * (list), or some that fill the space evenly (Sobol, Halton, Latin hypercube).
 */
import { RandomStreams } from "../../core/random.ts";
import {
  fullGrid,
  halton,
  HALTON_DIMENSIONS_MAX,
  latinHypercube,
  sobol,
  SOBOL_DIMENSIONS_MAX,
} from "../../stats/index.ts";
import type { SweepFile, SweepValue } from "./result.ts";

export type DesignKind = SweepFile["design"];

/** An axis as a design sees it. */
export interface DesignAxis {
  /** Where it has a fixed list of them; null: any value in a range. */
  readonly values: readonly SweepValue[] | null;
  /** The value at a fraction (0 to 1) of the way from its first to its last. */
  readonly at: (fraction: number) => SweepValue;
}

/** Designs that choose so many points themselves. */
export const SPACE_FILLING: readonly DesignKind[] = ["sobol", "halton", "latin-hypercube"];

/** How many axes a design can fill. */
export function mostAxes(design: DesignKind): number {
  if (design === "sobol") return SOBOL_DIMENSIONS_MAX;
  return design === "halton" ? HALTON_DIMENSIONS_MAX : Infinity;
}

/**
 * The points of a design: one value for each axis; no axis makes one point. `count` and `seed` matter to space-filling
 * designs alone, the seed to the Latin hypercube; where axes have few values, points that come twice are taken once.
 * Throws a RangeError where a grid or list meets an axis without values, or a list axes of unequal length.
 */
export function designPoints(
  design: DesignKind,
  axes: readonly DesignAxis[],
  count: number,
  seed: number,
): readonly (readonly SweepValue[])[] {
  if (axes.length === 0) return [[]];
  if (design === "grid") return fullGrid(axes.map(valuesOf));
  if (design === "list") return listed(axes.map(valuesOf));
  const points = unitPoints(design, count, axes.length, seed).map((point) =>
    point.map((fraction, axis) => axes[axis]!.at(fraction)),
  );
  return [...new Map(points.map((point) => [JSON.stringify(point), point])).values()];
}

function unitPoints(
  design: DesignKind,
  count: number,
  dimensions: number,
  seed: number,
): readonly (readonly number[])[] {
  if (design === "sobol") return sobol(count, dimensions);
  if (design === "halton") return halton(count, dimensions);
  return latinHypercube(count, dimensions, new RandomStreams(seed).stream("sweep design"));
}

function valuesOf({ values }: DesignAxis): readonly SweepValue[] {
  if (values === null) throw new RangeError("expected an axis with a list of values");
  return values;
}

function listed(axes: readonly (readonly SweepValue[])[]): readonly (readonly SweepValue[])[] {
  const [first] = axes;
  if (axes.some(({ length }) => length !== first!.length)) {
    throw new RangeError(`expected as many values of each path, got ${axes.map(({ length }) => length).join(", ")}`);
  }
  return first!.map((_, index) => axes.map((values) => values[index]!));
}
