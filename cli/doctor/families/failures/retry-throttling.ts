/** What keeps retries in bounds: gRPC's tokens and backoff, Finagle's budget. */
import { Stream } from "../../../../sim/core/random.ts";
import { backoffOf } from "../../../../sim/gateway/exchange/backoff.ts";
import { budgetOf } from "../../../../sim/gateway/exchange/retry-budget.ts";
import { ns, perSecond } from "../../scenario.ts";
import { NotCovered, type Setup } from "../../setup.ts";
import type { Calculation, Family, Plan } from "../family.ts";
import { atOnce } from "./retries.ts";
import { failing, figuresIn, measured, stand } from "./stand.ts";

/** Draws that a mean of delays is taken over. */
const DRAWS = 20_000;

export const retryThrottling: Family = {
  name: "retry throttling",
  plan(setup, { measure }) {
    if (setup.has("maxTokens")) return tokens(setup, measure);
    return setup.has("percentCanRetry") ? finagle(setup, measure) : delays(setup, measure);
  },
};

function tokens(setup: Setup, measure: string): Calculation {
  const maxTokens = setup.number("maxTokens");
  const [half] = figuresIn(
    "measure",
    measure,
    /^number of consecutive failed attempts after which retries stop \(token_count <= (\d+(?:\.\d+)?)\)$/,
  );
  if (half !== maxTokens / 2) throw new NotCovered(`measure: retries stop at ${maxTokens / 2} tokens, not at ${half!}`);
  setup.expectYes("all_rpcs_fail");
  const spec = { kind: "tokens", maxTokens, tokenRatio: setup.number("tokenRatio") } as const;
  return {
    compute() {
      const budget = budgetOf(spec);
      let failures = 0;
      do {
        failures++;
        budget.ended(false);
      } while (budget.take(0, 1, 0));
      return [failures];
    },
  };
}

/** Means of the delays before the first retries. */
function delays(setup: Setup, measure: string): Calculation {
  const [last] = figuresIn("measure", measure, /^mean delays before retries 1\.\.(\d{1,3}), s$/);
  const spec = {
    kind: "exponential",
    baseNs: 1e9 * setup.number("initial"),
    factor: setup.number("multiplier"),
    capNs: 1e9 * setup.number("max"),
    jitter: setup.fraction("jitter"),
  } as const;
  return {
    compute(seed) {
      const backoff = backoffOf(spec, () => new Stream(seed, "backoff"));
      return Array.from({ length: last! }, (_, retry) => {
        let sum = 0;
        for (let draw = 0; draw < DRAWS; draw++) sum += backoff.delayNs(retry, 0);
        return sum / DRAWS / 1e9;
      });
    },
  };
}

function finagle(setup: Setup, measure: string): Plan {
  measured(measure, { "retries per second allowed in steady state": true });
  const rate = setup.number("rps");
  const window = setup.number("ttl_s");
  const budget = {
    kind: "ratio",
    fraction: setup.number("percentCanRetry"),
    minimumPerSecond: perSecond(setup.amount("minRetriesPerSec")),
    windowNs: ns(window),
  } as const;
  setup.expectYes("all_fail");
  const failures = { gateways: { retries: atOnce(Infinity, budget) }, faults: [failing(1)] };
  return {
    model: stand({ rate, relaxation: window / 4, failures }),
    measure: { kind: "figures", of: ["retries-per-unit"] },
  };
}
