/** Hedged requests without queues: `{delay, hedge_after, cancel_loser}`. */
import { ns } from "../../scenario.ts";
import type { FigureName } from "../../figures.ts";
import type { Family } from "../family.ts";
import { figuresIn, measured, stand } from "./stand.ts";

const MEASURES: Readonly<Record<string, readonly FigureName[]>> = {
  "[mean, p99, p99.9, extra requests per request]": ["mean", "p99", "p99.9", "extra-attempts"],
};
const DELAY = /^iid exponential mean (\d+(?:\.\d+)?) per copy, no queueing$/;

export const hedgedRequests: Family = {
  name: "hedged requests",
  plan(setup, { measure }) {
    const of = measured(measure, MEASURES);
    const [mean] = figuresIn("setup.delay", setup.text("delay"), DELAY);
    const hedging = {
      after: { kind: "delay", ns: ns(setup.amount("hedge_after")) },
      limit: 1,
      maxFraction: 1,
      cancel: setup.yesOrNo("cancel_loser"),
      work: "independent",
    } as const;
    return {
      model: stand({ nodes: 2, work: { kind: "exponential", mean: mean! }, failures: { gateways: { hedging } } }),
      measure: { kind: "figures", of },
    };
  },
};
