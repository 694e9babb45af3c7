/** Batch arrivals M^[X]/M/1: `{case: "geometric mean b=2 rho=0.5"}`, service rate 1, all members counted. */
import type { DistributionSpec } from "../../../sim/index.ts";
import { parseMeasure } from "../measure.ts";
import { exponential } from "../service.ts";
import { NotCovered } from "../setup.ts";
import type { Family } from "./family.ts";
import { NUMBER } from "../words.ts";
import { station } from "./station.ts";

const CASE = new RegExp(`^(geometric|fixed)(?: mean)? b=${NUMBER} rho=${NUMBER}$`);

export const batchArrivals: Family = {
  name: "batch arrivals",
  plan(setup, { measure }) {
    const text = setup.text("case");
    const match = CASE.exec(text);
    if (match === null) throw new NotCovered(`setup.case: ${JSON.stringify(text)} is not understood`);
    setup.expectText("meaning", /^Poisson batches, mu=1, FCFS, all members counted$/);
    const [mean, load] = [Number(match[2]), Number(match[3])];
    const arrivals = { kind: "batch", batchRate: load / mean, size: sizeOf(match[1]!, mean) } as const;
    const model = station({ arrivals, arrivalRate: load, service: exponential(1) });
    // A batch moves the queue by its whole size at once, which slows its forgetting as variable service would.
    return { model: { ...model, relaxation: model.relaxation * mean }, measure: parseMeasure(measure) };
  },
};

function sizeOf(kind: string, mean: number): DistributionSpec {
  if (kind === "geometric") return { kind: "geometric", mean };
  if (!Number.isInteger(mean)) throw new NotCovered(`setup.case: a fixed batch of ${mean} messages`);
  return { kind: "constant", value: mean };
}
