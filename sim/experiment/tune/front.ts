/** The configurations that no other beats in every objective, by their means over all their seeds. */
import { isFeasible } from "./ranking.ts";
import type { Trial } from "./trial.ts";

/** Feasible trials with all objectives observed, in the order of their first appearance. */
export function paretoFront(trials: readonly Trial[], objectives: number): readonly Trial[] {
  const points = trials
    .filter((trial) => trial.observations.length > 0 && trial.state !== "failed" && trial.state !== "outside")
    .filter(isFeasible)
    .map((trial) => ({ trial, means: meansOf(trial, objectives) }))
    .filter(({ means }) => means.every(Number.isFinite));
  return points
    .filter(({ means }, index) => !points.some((other, i) => i !== index && dominates(other.means, means, i < index)))
    .map(({ trial }) => trial);
}

/** Of two that are alike in everything the earlier one stays. */
function dominates(a: readonly number[], b: readonly number[], isEarlier: boolean): boolean {
  if (!a.every((value, i) => value <= b[i]!)) return false;
  return isEarlier || a.some((value, i) => value < b[i]!);
}

function meansOf({ observations }: Trial, objectives: number): number[] {
  return Array.from({ length: objectives }, (_, objective) => {
    const values = observations.map(({ costs }) => costs[objective] ?? NaN);
    return values.reduce((sum, value) => sum + value, 0) / values.length;
  });
}
