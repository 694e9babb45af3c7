/** Clients that throttle themselves (SRE book, chapter 21): `{offered, backend_capacity, K}`. The unit of time is the second. */
import { ns, perSecond } from "../../scenario.ts";
import { NotCovered } from "../../setup.ts";
import type { OracleCase } from "../../case-file.ts";
import type { Family } from "../family.ts";
import { measured, stand } from "./stand.ts";

const RULE = /^client rejects locally with p=max\(0,\(requests-K\*accepts\)\/\(requests\+1\)\) over a 2-minute window$/;
const WINDOW = 120;

export const adaptiveThrottling: Family = {
  name: "adaptive throttling",
  plan(setup, oracle) {
    measured(oracle.measure, { "[local rejection probability, rate reaching backend, accepted rate]": true });
    const rate = setup.number("offered");
    const capacity = setup.number("backend_capacity");
    setup.expectText("rule", RULE);
    const throttling = { k: setup.number("K"), windowNs: ns(WINDOW) };
    // A bucket of a second evens out what random arrivals have it reject by chance below its capacity.
    const tokenBucket = { ratePerSecond: perSecond(capacity), burst: capacity };
    const failures = { gateways: { throttling }, node: { shedding: { tokenBucket } } };
    return {
      model: stand({ arrivals: { kind: "poisson", rate }, rate, relaxation: WINDOW / 4, failures }),
      measure: { kind: "figures", of: ["throttled", "reached-nodes", "confirmed"] },
      expected: fractionsOf(oracle, rate),
    };
  },
};

/** Rates as fractions of what is offered: the case's tolerance is one of the fractions. */
function fractionsOf({ value }: OracleCase, rate: number): readonly number[] {
  if (!Array.isArray(value) || value.length !== 3) throw new NotCovered("value: expected a fraction and two rates");
  const [rejected, reaching, accepted] = value as readonly number[];
  return [rejected!, reaching! / rate, accepted! / rate];
}
