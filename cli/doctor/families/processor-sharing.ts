/** M/G/1 under processor sharing: `{lam, mean_service, service, discipline: "PS", condition?}`. */
import { parseMeasure, type MeasureSpec } from "../measure.ts";
import { checkMoments, parseService } from "../service.ts";
import { NotCovered, type Setup } from "../setup.ts";
import type { Family } from "./family.ts";
import { poissonStation } from "./station.ts";
import { NUMBER } from "../words.ts";

const CONDITION = new RegExp(`^jobs with size in \\[${NUMBER}, ?${NUMBER}\\]$`);

export const processorSharing: Family = {
  name: "processor sharing",
  plan(setup, { measure }) {
    const arrivalRate = setup.number(setup.oneOf("lam", "lambda"));
    const service = parseService(setup.text("service"), setup.numberOr("mean_service", 1), setup);
    checkMoments(service, setup);
    setup.expectText("discipline", /^(PS|processor[- ]sharing)$/i);
    return {
      model: poissonStation({ arrivalRate, service, discipline: "processor-sharing" }),
      measure: conditional(setup, measure) ?? parseMeasure(measure),
    };
  },
};

/** `mean response time conditional on size 5`, measured over the window that the set-up names. */
function conditional(setup: Setup, phrase: string): MeasureSpec | null {
  const size = new RegExp(`^mean response time conditional on size ${NUMBER}$`).exec(phrase)?.[1];
  if (size === undefined) return null;
  const window = CONDITION.exec(setup.text("condition"));
  if (window === null) throw new NotCovered(`setup.condition: ${setup.text("condition")} is not understood`);
  const [from, to] = [Number(window[1]), Number(window[2])];
  if (!(from <= Number(size) && Number(size) <= to)) {
    throw new NotCovered(`setup.condition: size ${size} lies outside [${from}, ${to}]`);
  }
  return { kind: "mean-of-size", size: { from, to } };
}
