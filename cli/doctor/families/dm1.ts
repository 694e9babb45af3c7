/** D/M/1: `{lambda, mu}`, arrivals at equal gaps. */
import { parseMeasure } from "../measure.ts";
import { exponential } from "../service.ts";
import type { Family } from "./family.ts";
import { expectPlainQueue, station } from "./station.ts";

export const dm1: Family = {
  name: "D/M/1",
  plan(setup, { measure }) {
    const arrivalRate = setup.number(setup.oneOf("lambda", "lam"));
    const service = exponential(1 / setup.numberOr("mu", 1));
    setup.expectNumber("rho", arrivalRate * service.mean);
    expectPlainQueue(setup);
    const arrivals = { kind: "regular", rate: arrivalRate } as const;
    return { model: station({ arrivals, arrivalRate, service }), measure: parseMeasure(measure) };
  },
};
