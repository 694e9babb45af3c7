/** Checks the expectations against the names of the scenario, with the fault's place inside the text. */
import type { BalancerSpec, NodeSpec } from "../../sim/index.ts";
import { checkExpectation, type KnownNames } from "../expect/index.ts";
import type { ScenarioSyntax } from "../schema/scenario.ts";
import type { Report } from "./report.ts";

interface Known {
  readonly balancers: readonly BalancerSpec[] | undefined;
  readonly nodes: readonly NodeSpec[] | undefined;
  readonly otherLabels: readonly string[];
  readonly producers: readonly string[] | undefined;
}

export function resolveExpectations(parts: Partial<ScenarioSyntax>, known: Known, report: Report): void {
  const { balancers, nodes, otherLabels, producers } = known;
  const names: KnownNames = {
    // What a broken section would have named is not known, and nothing is said about it.
    balancers: balancers === undefined ? null : [...new Set([...balancers.map(({ label }) => label), ...otherLabels])],
    nodes: nodes?.map(({ name }) => name) ?? null,
    producers: producers ?? null,
  };
  parts.expect?.forEach((text, index) => {
    const fault = checkExpectation(text, names);
    if (fault !== null) report.within(report.item("expect", index), fault.offset, fault.message);
  });
}
