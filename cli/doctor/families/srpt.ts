/** M/G/1 that serves whoever has the least work left: `{lam, service, mean_service?, discipline: "SRPT preemptive"}`. */
import { parseMeasure } from "../measure.ts";
import { checkMoments, parseService } from "../service.ts";
import type { Family } from "./family.ts";
import { poissonStation } from "./station.ts";

export const srpt: Family = {
  name: "SRPT",
  plan(setup, { measure }) {
    const arrivalRate = setup.number(setup.oneOf("lam", "lambda"));
    const service = parseService(setup.text("service"), setup.numberOr("mean_service", 1), setup);
    checkMoments(service, setup);
    setup.expectNumber("rho", arrivalRate * service.mean);
    setup.expectText("discipline", /^(SRPT( \(?preemptive\)?)?|shortest remaining (processing )?time( first)?)$/i);
    return {
      model: poissonStation({ arrivalRate, service, discipline: "shortest-remaining-time" }),
      measure: parseMeasure(measure),
    };
  },
};
