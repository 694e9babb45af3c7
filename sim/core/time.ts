/**
 * Simulated time: an integer number of nanoseconds in a double, exact to 104 days (DESIGN.md, decision 1).
 * Files, the command line and JSON speak in seconds or with units; only `sim/` speaks nanoseconds.
 */

/** Integer nanoseconds of simulated time, or a duration in them. */
export type Ns = number;

/** "Never": later than every event. */
export const NEVER: Ns = Infinity;

export const NS_PER_SECOND = 1e9;

/** Nanoseconds to seconds. */
export function toSeconds(ns: Ns): number {
  return ns / NS_PER_SECOND;
}

/** Seconds to the nearest whole nanosecond. */
export function fromSeconds(seconds: number): Ns {
  return Math.round(seconds * NS_PER_SECOND);
}

/** Why something cannot be due then. */
export function inThePast(what: string, timeNs: Ns, nowNs: Ns): RangeError {
  return new RangeError(`${what} at ${timeNs} ns: expected a time from now (${nowNs} ns) on`);
}
