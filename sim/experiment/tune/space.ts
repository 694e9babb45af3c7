/**
 * The space that is searched: for each balancer the dimensions that concern it. Several balancers make it conditional: a
 * configuration has a balancer, and values only for that balancer's dimensions.
 */
import { exp, log } from "../../core/math.ts";
import type { Random } from "../../core/random.ts";
import type { ParameterValue } from "../../scenario.ts";
import type { TuneDimension } from "./result.ts";

/** A dimension as the search handles it. */
export interface Dimension extends TuneDimension {
  /** What it is when nobody tunes. May lie outside what is searched. */
  readonly initial: ParameterValue;
  /** The only values it takes, in order; null: any of its range. */
  readonly levels: readonly ParameterValue[] | null;
}

/** A balancer with all dimensions that concern it: its own, and those of the scenario. */
export interface BalancerSpace {
  /** The label. */
  readonly balancer: string;
  readonly dimensions: readonly Dimension[];
}

/** Not empty; the first balancer's defaults are what every answer is compared with. */
export type Space = readonly BalancerSpace[];

export interface Configuration {
  readonly balancer: string;
  /** By path. */
  readonly values: Readonly<Record<string, ParameterValue>>;
}

/** Significant digits of a tuned number: nobody configures more, and alike configurations become the same. */
const DIGITS = 3;

/** Equal configurations have equal keys. */
export function keyOf({ balancer, values }: Configuration): string {
  return JSON.stringify([
    balancer,
    ...Object.keys(values)
      .sort(byCodeUnits)
      .map((path) => [path, values[path]]),
  ]);
}

export function dimensionsOf(space: Space, balancer: string): readonly Dimension[] {
  return space.find((each) => each.balancer === balancer)!.dimensions;
}

/** The configuration with these values, in the order of the dimensions. */
export function configuration(
  { balancer, dimensions }: BalancerSpace,
  valueOf: (dimension: Dimension, index: number) => ParameterValue,
): Configuration {
  return { balancer, values: Object.fromEntries(dimensions.map((each, index) => [each.path, valueOf(each, index)])) };
}

/** As it is when nobody tunes. */
export function initialConfiguration(part: BalancerSpace): Configuration {
  return configuration(part, ({ initial }) => initial);
}

/** Whether its values have an order in which near ones are alike. */
export function isOrdered({ type }: TuneDimension): boolean {
  return type === "integer" || type === "number";
}

/** How many values it takes: its levels, its whole numbers, or Infinity. */
export function sizeOf(dimension: Dimension): number {
  if (dimension.levels !== null) return dimension.levels.length;
  return dimension.type === "integer" ? dimension.high! - dimension.low! + 1 : Infinity;
}

/** Whether the value is one of those searched. */
export function contains(dimension: Dimension, value: ParameterValue): boolean {
  if (dimension.levels !== null) return dimension.levels.includes(value);
  return typeof value === "number" && value >= dimension.low! && value <= dimension.high!;
}

/** The value's place in [0, 1]: by its scale, or by its number among the levels. */
export function encode(dimension: Dimension, value: ParameterValue): number {
  const { levels, low, high } = dimension;
  if (levels !== null)
    return levels.length === 1 ? 0 : Math.max(0, nearestLevel(dimension, value)) / (levels.length - 1);
  if (high === low) return 0;
  const clamped = Math.min(high!, Math.max(low!, Number(value)));
  return (scaled(dimension, clamped) - scaled(dimension, low!)) / (scaled(dimension, high!) - scaled(dimension, low!));
}

/** The value at a place in [0, 1]; of levels, each has an equal part of it. */
export function decode(dimension: Dimension, place: number): ParameterValue {
  const { levels, low, high, type } = dimension;
  const at = Math.min(1, Math.max(0, place));
  if (levels !== null) return levels[Math.min(levels.length - 1, Math.floor(at * levels.length))]!;
  const value = unscaled(
    dimension,
    scaled(dimension, low!) + at * (scaled(dimension, high!) - scaled(dimension, low!)),
  );
  const rounded = type === "integer" ? Math.round(value) : Number(value.toPrecision(DIGITS));
  return Math.min(high!, Math.max(low!, rounded));
}

/** The value one step above or below, for local search; null where there is none. */
export function stepFrom(dimension: Dimension, value: ParameterValue, step: 1 | -1): ParameterValue | null {
  const { levels, type } = dimension;
  if (levels !== null) return levels[nearestLevel(dimension, value) + step] ?? null;
  if (type !== "integer") return null;
  const next = Math.round(Number(value)) + step;
  return contains(dimension, next) ? next : null;
}

/** The nearest value that is searched. */
export function clamp(dimension: Dimension, value: ParameterValue): ParameterValue {
  if (contains(dimension, value)) return value;
  if (dimension.levels !== null) return dimension.levels[Math.max(0, nearestLevel(dimension, value))]!;
  return Math.min(dimension.high!, Math.max(dimension.low!, Number(value)));
}

/** Any value of the dimension, by its scale. */
export function drawValue(dimension: Dimension, random: Random): ParameterValue {
  return decode(dimension, random.unit());
}

/** Any configuration: a balancer first, all of them equally likely. */
export function drawConfiguration(space: Space, random: Random): Configuration {
  return configuration(space[random.below(space.length)]!, (dimension) => drawValue(dimension, random));
}

function nearestLevel({ levels }: Dimension, value: ParameterValue): number {
  const exact = levels!.indexOf(value);
  if (exact >= 0 || typeof value !== "number") return exact;
  const distances = levels!.map((level) => Math.abs(Number(level) - value));
  return distances.indexOf(Math.min(...distances));
}

function scaled({ logarithmic }: Dimension, value: number): number {
  return logarithmic ? log(value) : value;
}

function unscaled({ logarithmic }: Dimension, value: number): number {
  return logarithmic ? exp(value) : value;
}

function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
