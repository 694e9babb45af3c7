/** Bursty arrivals MMPP2/G/1: `{case: "MMPP2/M/1 l1=1.5 l2=0.1 a=0.05 b=0.05", rate}`, mean service 1. */
import { parseMeasure } from "../measure.ts";
import { parseService } from "../service.ts";
import { NotCovered } from "../setup.ts";
import type { Family } from "./family.ts";
import { station } from "./station.ts";
import { NUMBER } from "../words.ts";

const CASE = new RegExp(`^MMPP2/([^/]+)/1 l1=${NUMBER} l2=${NUMBER} a=${NUMBER} b=${NUMBER}$`);
const STATES = "^2-state MMPP arrivals rates l1,l2; leaves state1 at a, state2 at b; ";
const EXPONENTIAL = new RegExp(`${STATES}exp\\(1\\) service`);
const ANY_SERVICE = new RegExp(`${STATES}(?!exp\\().*\\bservice\\b`);

export const mmpp: Family = {
  name: "bursty arrivals MMPP",
  plan(setup, { measure }) {
    const text = setup.text("case");
    const match = CASE.exec(text);
    if (match === null) throw new NotCovered(`setup.case: ${JSON.stringify(text)} is not understood`);
    setup.expectText("meaning", match[1] === "M" ? EXPONENTIAL : ANY_SERVICE);
    const service = parseService(match[1]!, 1, setup);
    const [l1, l2, a, b] = match.slice(2).map(Number) as [number, number, number, number];
    const arrivalRate = (l1 * b + l2 * a) / (a + b);
    setup.expectNumber("rate", arrivalRate);
    const states = [
      { rate: l1, mean: 1 / a },
      { rate: l2, mean: 1 / b },
    ];
    const model = station({ arrivals: { kind: "bursty", states }, arrivalRate, service });
    return {
      model: { ...model, relaxation: burstRelaxation(model.relaxation, l1, l2, a, b) },
      measure: parseMeasure(measure),
    };
  },
};

/** Bursts act like arrivals whose counts vary by the long-run index of dispersion (Heffes & Lucantoni 1986). */
function burstRelaxation(poisson: number, l1: number, l2: number, a: number, b: number): number {
  const dispersion = 1 + (2 * (l1 - l2) ** 2 * a * b) / ((a + b) ** 2 * (l1 * b + l2 * a));
  return poisson * dispersion + 10 / (a + b);
}
