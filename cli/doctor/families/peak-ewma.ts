/** Peak EWMA's cost: `{decay_s, formula, pending?}`, and in the measure a peak and the silence after it. */
import { PeakEwma } from "../../../sim/balancers/shared/peak-ewma.ts";
import { NotCovered } from "../setup.ts";
import type { Family } from "./family.ts";
import { NUMBER } from "../words.ts";

const NS = 1e9;
const PENDING = "(?:,? (?:with |and )?(\\d+) (?:requests? )?pending)?";
const PHRASE = new RegExp(
  `^cost after an? ${NUMBER} (m?s) peak and ${NUMBER} (m?s) of silence${PENDING}(?:, s| \\(s\\))?$`,
);
/** Finagle's rule, as it is built. */
const FORMULA =
  /^cost\*\(pending\+1\); cost resets to rtt when rtt>cost else cost=rtt\(1-w\)\+cost\*w, w=exp\(-dt\/decay\); get\(\) observes 0$/;

export const peakEwma: Family = {
  name: "Peak EWMA",
  plan(setup, { measure }) {
    const decayNs = setup.number("decay_s") * NS;
    setup.expectText("formula", FORMULA);
    const match = PHRASE.exec(measure);
    if (match === null) throw new NotCovered(`measure ${JSON.stringify(measure)} is not understood`);
    const [peakNs, silenceNs] = [nanoseconds(match[1]!, match[2]!), nanoseconds(match[3]!, match[4]!)];
    const inPhrase = Number(match[5] ?? 0);
    const pending = setup.has("pending") ? setup.amount("pending") : inPhrase;
    if (match[5] !== undefined && pending !== inPhrase)
      throw new NotCovered(`setup.pending: ${pending} or ${inPhrase}?`);
    return {
      compute: () => {
        const costs = new PeakEwma(1, decayNs, 0);
        costs.observe(0, peakNs, peakNs);
        return [(costs.read(0, peakNs + silenceNs) / NS) * (pending + 1)];
      },
    };
  },
};

function nanoseconds(figure: string, unit: string): number {
  return Number(figure) * (unit === "ms" ? NS / 1000 : NS);
}
