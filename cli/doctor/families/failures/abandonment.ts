/** Erlang-A: customers who leave when they have waited too long: `{c, lam, mu, patience}`. */
import { balancer, PLAIN_NODE, producer } from "../../model.ts";
import { ns } from "../../scenario.ts";
import type { Setup } from "../../setup.ts";
import type { Family } from "../family.ts";
import { NUMBER } from "../../words.ts";
import { figuresIn, figuresNamed } from "./stand.ts";

export const abandonment: Family = {
  name: "abandonment",
  plan(setup, { measure }) {
    const workers = setup.count("c");
    const rate = setup.number("lam");
    const mean = 1 / setup.numberOr("mu", 1);
    const patience = patienceOf(setup);
    const relaxation = 5 * (mean + patience);
    return {
      model: {
        producers: [producer({ kind: "poisson", rate }, { kind: "exponential", mean })],
        nodes: [{ ...PLAIN_NODE, workers }],
        sharedQueue: false,
        balancer: balancer("round-robin"),
        arrivalRate: rate,
        against: null,
        relaxation,
        slowestMode: relaxation,
        failures: {
          deadline: { kind: "exponential", mean: ns(patience) },
          node: { shedding: { expired: "at-once" } },
        },
      },
      measure: figuresNamed(measure, { "P(abandon)": "lost", "mean queue length": "waiting", "P(wait)": "all-busy" }),
    };
  },
};

/** How long a customer waits in the mean. */
function patienceOf(setup: Setup): number {
  const text = setup.text("patience");
  const [mean] = /^exponential mean /.test(text)
    ? figuresIn("setup.patience", text, new RegExp(`^exponential mean ${NUMBER}$`))
    : figuresIn("setup.patience", text, new RegExp(`^exponential rate ${NUMBER}$`)).map((rate) => 1 / rate);
  return mean!;
}
