/** M/G/1: `{lambda, mean_service, service, second_moment?, …}`, where the service's own parameters may be explicit. */
import { parseMeasure } from "../measure.ts";
import { checkMoments, parseService } from "../service.ts";
import type { Family } from "./family.ts";
import { expectPlainQueue, poissonStation } from "./station.ts";

export const mg1: Family = {
  name: "M/G/1",
  plan(setup, { measure }) {
    const arrivalRate = setup.number(setup.oneOf("lambda", "lam"));
    const service = parseService(setup.text("service"), setup.numberOr("mean_service", 1), setup);
    checkMoments(service, setup);
    setup.expectNumber("rho", arrivalRate * service.mean);
    expectPlainQueue(setup);
    return { model: poissonStation({ arrivalRate, service }), measure: parseMeasure(measure) };
  },
};
