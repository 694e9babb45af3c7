/**
 * Theory beside measurement: for one run, what queueing theory predicts about it, with the measured value next to it; and
 * where no formula applies, exactly why not.
 */
import type { TheoryRow } from "../measure/result.ts";
import type { Scenario } from "../scenario.ts";
import { boundRows } from "./theory-beside/bound.ts";
import { policyRows } from "./theory-beside/policy.ts";
import { idealLoadRow, meanOverNodesRow, taughtRow } from "./theory-beside/plain-rows.ts";
import type { RunWithoutTheory } from "./theory-beside/row.ts";
import { settingOf } from "./theory-beside/setting.ts";

/**
 * The rows in the order of the report: the ideal load, the mean over the nodes, the formula that applies to the balancer
 * (or why none does), the pooled bound and, for round robin, the formula that is still taught.
 */
export function theoryBeside(scenario: Scenario, run: RunWithoutTheory): TheoryRow[] {
  const setting = settingOf(scenario, run);
  return [
    idealLoadRow(run),
    meanOverNodesRow(run),
    ...policyRows(setting),
    ...boundRows(setting),
    ...(run.algorithm === "round-robin" ? [taughtRow(run)] : []),
  ];
}
