/** Envoy's least request with unequal weights: `{weight, active_requests, active_request_bias}`, each host's in a list or one for all. */
import { leastRequestWeight } from "../../../sim/balancers/envoy/least-request.ts";
import { NotCovered } from "../setup.ts";
import type { Family } from "./family.ts";

export const weightedLeastRequest: Family = {
  name: "weighted least request",
  plan(setup, { measure }) {
    const weights = setup.amounts(setup.oneOf("weight", "weights"));
    const active = setup.amounts("active_requests");
    const bias = setup.amount("active_request_bias");
    if (!/^effective weights?$/.test(measure))
      throw new NotCovered(`measure ${JSON.stringify(measure)} is not understood`);
    const hosts = Math.max(weights.length, active.length);
    if ([weights, active].some(({ length }) => length !== 1 && length !== hosts)) {
      throw new NotCovered(`setup: ${weights.length} weights and ${active.length} numbers of active requests`);
    }
    const of = (list: readonly number[], host: number): number => list[list.length === 1 ? 0 : host]!;
    const figures = Array.from({ length: hosts }, (_, host) =>
      leastRequestWeight(of(weights, host), of(active, host), bias),
    );
    return { compute: () => figures };
  },
};
