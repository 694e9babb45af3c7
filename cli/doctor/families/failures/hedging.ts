/** Hedged requests without queues: `{delay, hedge_after, cancel_loser}`. */
import { ns } from "../../scenario.ts";
import type { FigureName } from "../../figures.ts";
import type { Family } from "../family.ts";
import { delayOf } from "./delay.ts";
import { figuresNamed, stand } from "./stand.ts";

const FIGURES: Readonly<Record<string, FigureName>> = { "extra requests per request": "extra-attempts" };

export const hedgedRequests: Family = {
  name: "hedged requests",
  plan(setup, { measure }) {
    const hedging = {
      after: { kind: "delay", ns: ns(setup.amount("hedge_after")) },
      limit: 1,
      maxFraction: 1,
      cancel: setup.yesOrNo("cancel_loser"),
      work: "independent",
    } as const;
    return {
      model: stand({ nodes: 2, work: delayOf(setup), failures: { gateways: { hedging } } }),
      measure: figuresNamed(measure, FIGURES),
    };
  },
};
