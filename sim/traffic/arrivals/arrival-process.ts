/** When a producer's messages come. */
import type { Ns } from "../../core/time.ts";
import type { ArrivalSpec } from "../../scenario.ts";

/** Arrivals that do not wait for the system: all but `closed` and `trace`, which the engine drives itself. */
export type OpenArrivalSpec = Exclude<ArrivalSpec, { readonly kind: "closed" | "trace" }>;

/**
 * One producer's arrivals. It keeps its own clock with the fraction of a nanosecond that rounding would lose, so that the
 * long-run rate is exact, and therefore needs no argument: it is asked for its arrivals one after the other.
 */
export interface ArrivalProcess {
  /** The whole nanosecond of the next arrival, never before the last one; NEVER once there are no more. */
  nextNs(): Ns;
  /** How many messages come at the time that `nextNs` gave last. */
  readonly batch: number;
}
