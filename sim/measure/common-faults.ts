/** Faults of several runs that are the same ones: what lies behind a chart of all of them. */
import type { FaultBand, FaultHistory, FaultTime } from "./result.ts";

/**
 * What went wrong in every run at the same time, by its beginning. Where it did not end at the same time, since it went on
 * until something was done, the latest end counts.
 */
export function commonFaults(runs: readonly { readonly faults: readonly FaultHistory[] }[]): readonly FaultBand[] {
  const all = runs.map(({ faults }) => timesByKey(faults));
  const [first, ...others] = all;
  const bands: FaultBand[] = [];
  for (const [key, { label, kind, time }] of first ?? []) {
    const same = others.map((times) => times.get(key)?.time);
    if (same.some((other) => other === undefined)) continue;
    const ends = [time, ...(same as FaultTime[])].map(({ endSeconds }) => endSeconds ?? Infinity);
    const endSeconds = Math.max(...ends);
    bands.push({ label, kind, ...time, endSeconds: endSeconds === Infinity ? null : endSeconds });
  }
  return bands.sort((a, b) => a.startSeconds - b.startSeconds);
}

interface Known {
  readonly label: string;
  readonly kind: string;
  readonly time: FaultTime;
}

function timesByKey(faults: readonly FaultHistory[]): ReadonlyMap<string, Known> {
  const known = new Map<string, Known>();
  for (const { label, kind, times } of faults) {
    for (const time of times) {
      // A fault may happen twice at a time, to the same targets.
      let key = JSON.stringify([kind, label, time.targets, time.startSeconds]);
      while (known.has(key)) key += "+";
      known.set(key, { label, kind, time });
    }
  }
  return known;
}
