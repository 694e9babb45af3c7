/** What the scenarios of a sweep's points tell by arithmetic alone, each thing once, with how many points it is true of. */
import type { ExperimentWarning, SweepPlan } from "../../../sim/index.ts";
import { estimateLoad } from "../load-estimate.ts";

/** Offered load over capacity, heavy tails, a warm-up that leaves nothing. */
export function loadWarnings({ points, axes }: SweepPlan): readonly ExperimentWarning[] {
  const found = points.flatMap(({ setup, values }) => {
    if (!("scenario" in setup)) return [];
    const where = values.map(({ text }, index) => `${axes[index]!.path} = ${text}`).join(", ");
    return estimateLoad(setup.scenario).warnings.map((warning) => ({ ...warning, where }));
  });
  const kinds = [...new Set(found.map(({ kind }) => kind))];
  return kinds.map((kind) => {
    const alike = found.filter((each) => each.kind === kind);
    const { text, where } = alike[0]!;
    const isEverywhere = alike.length >= points.length && alike.every((each) => each.text === text);
    const more = alike.length === 1 ? "" : `, the first of ${alike.length} points where this is so`;
    const at = isEverywhere || where === "" ? "" : ` (${where}${more})`;
    return { kind, balancer: null, text: text + at };
  });
}
