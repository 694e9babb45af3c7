/** Envoy's least request with unequal weights: `{weight, active_requests, active_request_bias}`. */
import { leastRequestWeight } from "../../../sim/balancers/envoy/least-request.ts";
import { NotCovered } from "../setup.ts";
import type { Family } from "./family.ts";

export const weightedLeastRequest: Family = {
  name: "weighted least request",
  plan(setup, { measure }) {
    const weight = setup.number("weight");
    const active = setup.amount("active_requests");
    const bias = setup.amount("active_request_bias");
    if (measure !== "effective weight") throw new NotCovered(`measure ${JSON.stringify(measure)} is not understood`);
    return { compute: () => [leastRequestWeight(weight, active, bias)] };
  },
};
