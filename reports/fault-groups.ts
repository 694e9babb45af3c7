/** What went wrong in the runs of a result, one entry per fault, however often it happened. */
import type { FaultTime, RunResult } from "../sim/index.ts";

/** From the least to the most of all runs. */
export interface Extent {
  readonly least: number;
  readonly most: number;
}

export interface FaultGroup {
  readonly label: string;
  readonly kind: string;
  /** Everybody whom it ever hit. */
  readonly targets: readonly string[];
  /** How often it happened; runs differ where a balancer brings about a fault itself, as memory that runs out. */
  readonly occurrences: Extent;
  readonly secondsInForce: Extent;
  /** Of the run that had most of them. */
  readonly times: readonly FaultTime[];
}

/** By the time at which they first happened. */
export function faultGroups(runs: readonly Pick<RunResult, "faults">[]): readonly FaultGroup[] {
  const all = runs.flatMap(({ faults }) => faults);
  const keyOf = ({ kind, label }: { readonly kind: string; readonly label: string }): string => `${kind} ${label}`;
  const keys = [...new Set(all.map(keyOf))];
  const groups = keys.map((key): FaultGroup => {
    const each = runs.map(({ faults }) => faults.find((fault) => keyOf(fault) === key));
    const happened = each.filter((fault) => fault !== undefined);
    const most = happened.reduce((one, other) => (other.occurrences > one.occurrences ? other : one));
    return {
      label: most.label,
      kind: most.kind,
      targets: [...new Set(happened.flatMap(({ times }) => times.flatMap(({ targets }) => targets)))],
      occurrences: extent(each.map((fault) => fault?.occurrences ?? 0)),
      secondsInForce: extent(each.map((fault) => fault?.secondsInForce ?? 0)),
      times: most.times,
    };
  });
  return groups.sort((a, b) => startOf(a) - startOf(b));
}

function startOf({ times }: FaultGroup): number {
  return times[0]?.startSeconds ?? 0;
}

function extent(values: readonly number[]): Extent {
  return { least: Math.min(...values), most: Math.max(...values) };
}
