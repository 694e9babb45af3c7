/** Clients that throttle themselves (SRE book, chapter 21): `{offered, backend_capacity, K}`. The unit of time is the second. */
import type { FigureName } from "../../figures.ts";
import { ns, perSecond } from "../../scenario.ts";
import { NotCovered } from "../../setup.ts";
import type { OracleCase } from "../../case-file.ts";
import type { Family } from "../family.ts";
import { figuresNamed, namesIn, stand } from "./stand.ts";

const RULE = /^client rejects locally with p=max\(0,\(requests-K\*accepts\)\/\(requests\+1\)\) over a 2-minute window$/;
const FIGURES: Readonly<Record<string, FigureName>> = {
  "local rejection probability": "throttled",
  "rate reaching backend": "reached-nodes",
  "accepted rate": "confirmed",
};
const WINDOW = 120;

export const adaptiveThrottling: Family = {
  name: "adaptive throttling",
  plan(setup, oracle) {
    const measure = figuresNamed(oracle.measure, FIGURES);
    const rate = setup.number("offered");
    const capacity = setup.number("backend_capacity");
    setup.expectText("rule", RULE);
    const throttling = { k: setup.number("K"), windowNs: ns(WINDOW) };
    // A bucket of a second evens out what random arrivals have it reject by chance below its capacity.
    const tokenBucket = { ratePerSecond: perSecond(capacity), burst: capacity };
    const failures = { gateways: { throttling }, node: { shedding: { tokenBucket } } };
    return {
      model: stand({ arrivals: { kind: "poisson", rate }, rate, relaxation: WINDOW / 4, failures }),
      measure,
      expected: fractionsOf(oracle, rate),
    };
  },
};

/** Rates as fractions of what is offered: the case's tolerance is one of the fractions. */
function fractionsOf({ measure, value }: OracleCase, rate: number): readonly number[] {
  const names = namesIn(measure);
  const given: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (given.length !== names.length || !given.every(Number.isFinite)) {
    throw new NotCovered(`value: expected ${names.length} figures`);
  }
  return names.map((name, index) => (given[index] as number) / (/\brate\b/.test(name) ? rate : 1));
}
