/** What all parts of a study's page share: its balancers, the winner, the default, and where values lie within their ranges. */
import type { ParameterValue, TuneDimension, TuneFile, TunedConfiguration } from "../../../sim/index.ts";

export interface TuneContext {
  readonly file: TuneFile;
  /** The balancers that were tuned, that of the default first. */
  readonly names: readonly string[];
  readonly emphasised: readonly boolean[];
  readonly winner: TunedConfiguration | null;
  /** As the winner's balancer is when nobody tunes; else the first configuration. */
  readonly base: TunedConfiguration | null;
}

export function tuneContext(file: TuneFile): TuneContext {
  const names = [...new Set(file.configurations.map(({ balancer }) => balancer))];
  const winner = file.winner === null ? null : (file.configurations[file.winner] ?? null);
  const mine = file.configurations.find(({ balancer }) => balancer === winner?.balancer);
  return {
    file,
    names,
    emphasised: names.map((_, place) => place < 8),
    winner,
    base: mine ?? file.configurations[0] ?? null,
  };
}

/** The dimensions that a balancer has; of no balancer, all. */
export function dimensionsOf({ file }: TuneContext, balancer: string | undefined): readonly TuneDimension[] {
  return file.space.filter((each) => balancer === undefined || each.balancer === null || each.balancer === balancer);
}

/** A configuration's value of a dimension; undefined where it does not concern its balancer. */
export function valueOf(
  { balancer, values }: TunedConfiguration,
  dimension: TuneDimension,
): ParameterValue | undefined {
  return dimension.balancer === null || dimension.balancer === balancer ? values[dimension.path] : undefined;
}

/** Where a value lies within its range, from 0 to 1; null for none. */
export function positionOf(value: ParameterValue | undefined, dimension: TuneDimension): number | null {
  if (value === undefined) return null;
  const { choices, low, high, logarithmic } = dimension;
  if (choices !== null) return within(choices.indexOf(String(value)), 0, choices.length - 1);
  if (typeof value === "boolean") return value ? 1 : 0;
  if (typeof value !== "number" || low === null || high === null) return null;
  return logarithmic && low > 0 ? within(Math.log(value), Math.log(low), Math.log(high)) : within(value, low, high);
}

function within(value: number, low: number, high: number): number {
  return high === low ? 0.5 : Math.max(0, Math.min(1, (value - low) / (high - low)));
}
