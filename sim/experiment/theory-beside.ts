/** What theory says beside a run. */
import type { RunResult, TheoryRow } from "../measure/result.ts";
import type { Scenario } from "../scenario.ts";

export function theoryBeside(_scenario: Scenario, _run: Omit<RunResult, "theory">): TheoryRow[] {
  return [];
}
