/** Envoy's priority levels: `{healthy_fraction_by_priority, overprovisioning_factor, rule}`. */
import { levelHealth, priorityLoads } from "../../../sim/balancers/envoy/priority.ts";
import { NotCovered } from "../setup.ts";
import type { Family } from "./family.ts";

/** A level of so many hosts has every fraction that a case writes, in whole hosts. */
const HOSTS = 1_000_000;
/** The rule as it is built; panic is another stage, which these cases leave out. */
const RULE = /^health=min\(100,(\d+(?:\.\d+)?)\*100\*healthy\/total\) integer; normalised if total<100$/;

export const priorityFailover: Family = {
  name: "priority failover",
  plan(setup, { measure }) {
    const fractions = setup.fractions("healthy_fraction_by_priority");
    const factor = Math.round(100 * setup.numberOr("overprovisioning_factor", 1.4));
    const inRule = setup.has("rule") ? RULE.exec(setup.text("rule"))?.[1] : factor / 100;
    if (inRule === undefined || Number(inRule) !== factor / 100) {
      throw new NotCovered("setup.rule: is not the rule that is built, or has another factor");
    }
    if (measure !== "percent of traffic per priority") {
      throw new NotCovered(`measure ${JSON.stringify(measure)} is not understood`);
    }
    const health = fractions.map((one) =>
      levelHealth({ healthy: Math.round(one * HOSTS), degraded: 0, total: HOSTS }, factor),
    );
    return { compute: () => priorityLoads(health).healthy };
  },
};
