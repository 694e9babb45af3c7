/** M/M/1, M/M/c, M/M/1/K and M/M/c/K: one rule, since each is the last with some of its parameters left out. */
import { parseMeasure } from "../measure.ts";
import { exponential } from "../service.ts";
import type { Setup } from "../setup.ts";
import type { Family, Plan } from "./family.ts";
import { expectPlainQueue, poissonStation } from "./station.ts";

/** `{lambda, mu, c, K?, rho?}`; K counts the messages in service. */
function markovian(name: string): Family {
  return { name, plan: (setup, { measure }) => plan(setup, measure) };
}

export const mm1: Family = markovian("M/M/1");
export const mmc: Family = markovian("M/M/c");
export const mm1k: Family = markovian("M/M/1/K");
export const mmck: Family = markovian("M/M/c/K");

function plan(setup: Setup, phrase: string): Plan {
  const arrivalRate = setup.number(setup.oneOf("lambda", "lam"));
  const mu = setup.numberOr("mu", 1);
  const workers = setup.has("c") ? setup.count("c") : 1;
  const places = setup.has("K") ? setup.count("K") : Infinity;
  setup.expectNumber("rho", arrivalRate / (mu * workers));
  expectPlainQueue(setup);
  return {
    model: poissonStation({ arrivalRate, service: exponential(1 / mu), workers, places }),
    measure: parseMeasure(phrase),
  };
}
