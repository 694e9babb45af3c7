/** Erlang-A: customers who leave when they have waited too long: `{c, lam, mu, patience}`. */
import type { MeasureSpec } from "../../measure.ts";
import { balancer, PLAIN_NODE, producer } from "../../model.ts";
import { ns } from "../../scenario.ts";
import type { Family } from "../family.ts";
import { figuresIn, measured } from "./stand.ts";

export const abandonment: Family = {
  name: "abandonment",
  plan(setup, { measure }) {
    const workers = setup.count("c");
    const rate = setup.number("lam");
    const mean = 1 / setup.numberOr("mu", 1);
    const [leaving] = figuresIn("setup.patience", setup.text("patience"), /^exponential rate ([\d.]+)$/);
    const relaxation = 5 * (mean + 1 / leaving!);
    return {
      model: {
        producers: [producer({ kind: "poisson", rate }, { kind: "exponential", mean })],
        nodes: [{ ...PLAIN_NODE, workers }],
        ...{ sharedQueue: false, balancer: balancer("round-robin"), arrivalRate: rate, against: null },
        ...{ relaxation, slowestMode: relaxation },
        failures: {
          deadline: { kind: "exponential", mean: ns(1 / leaving!) },
          node: { shedding: { expired: "at-once" } },
        },
      },
      measure: measured<MeasureSpec>(measure, {
        "[P(abandon), mean queue length, P(wait)]": { kind: "figures", of: ["lost", "waiting", "all-busy"] },
      }),
    };
  },
};
