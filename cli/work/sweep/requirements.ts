/** What the scenario expects of each balancer, as far as those who take part can tell. */
import { expectationsAbout } from "../../../scenarios/index.ts";
import type { ExperimentWarning, Requirement, RequirementsOf } from "../../../sim/index.ts";
import type { RunnableScenario } from "../runnable-scenario.ts";

/** Expectations that compare with a balancer that does not take part are left out: they could never be met. */
export function requirementsAmong(contenders: readonly string[]): RequirementsOf {
  const known = new Map<string, readonly Requirement[]>();
  return ({ expect }, label) => {
    const key = JSON.stringify([label, expect]);
    const requirements =
      known.get(key) ??
      expectationsAbout(expect, label).filter(({ needs }) => needs.every((need) => contenders.includes(need)));
    known.set(key, requirements);
    return requirements;
  };
}

/** Where a limit is searched for: whom no expectation is about, and which expectations are left out. */
export function requirementWarnings(
  { scenario }: RunnableScenario,
  contenders: readonly string[],
  requirementsOf: RequirementsOf,
): readonly ExperimentWarning[] {
  return contenders.flatMap((label) => {
    const kept = requirementsOf(scenario, label);
    const left = expectationsAbout(scenario.expect, label).filter(({ text }) =>
      kept.every((each) => each.text !== text),
    );
    const leftOut = left.map(({ text, needs }) => ({
      kind: "other" as const,
      balancer: label,
      text: `${text} is left out of the limit of ${label}, as ${needs.join(" and ")} ${needs.length === 1 ? "does" : "do"} not take part`,
    }));
    if (kept.length > 0) return leftOut;
    const text = `no expectation is about ${label}: nothing limits it`;
    return [...leftOut, { kind: "other" as const, balancer: label, text }];
  });
}
