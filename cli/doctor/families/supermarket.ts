/** The supermarket model: each message joins the shortest of d sampled queues; finite n, and large n for the limit. */
import { parseMeasure } from "../measure.ts";
import { choicesPolicy, parsePolicy, type Policy } from "../policy.ts";
import { NotCovered, type Setup } from "../setup.ts";
import type { Family, Plan } from "./family.ts";
import { equalSpeeds, split, totalRate } from "./split.ts";
import { serviceOf } from "./symmetric.ts";

/** Finite systems lie above the limit by about 1/n, so this many stay well within a tolerance of 1%. */
const LARGE = 1000;

/** `{n, d, sampling, ties, lambda_per_server}`, or `{n, policy: "JSQ(2), 2 DISTINCT servers", …}`. */
export const supermarketFinite: Family = {
  name: "supermarket finite n",
  plan(setup, { measure }) {
    const nodes = setup.count("n");
    return plan(setup, nodes, finitePolicy(setup, nodes), measure);
  },
};

/** `{n: "large (>=1000)", d, lambda_per_server}`: n is chosen here. */
export const supermarketLimit: Family = {
  name: "supermarket model limit",
  plan(setup, { measure }) {
    setup.expectText("n", /^large\b/);
    setup.expectText("choice", /^d servers uniformly at random, join shortest, ties random, FIFO$/);
    return plan(setup, LARGE, choicesPolicy(setup.count("d"), "distinct"), measure);
  },
};

function plan(setup: Setup, nodes: number, policy: Policy, phrase: string): Plan {
  const service = serviceOf(setup);
  const arrivalRate = totalRate(setup, nodes);
  return { model: split({ arrivalRate, service, speeds: equalSpeeds(nodes), policy }), measure: parseMeasure(phrase) };
}

function finitePolicy(setup: Setup, nodes: number): Policy {
  setup.expectText("ties", /^random$/);
  if (setup.has("policy")) return parsePolicy(setup.text("policy"), equalSpeeds(nodes));
  const choices = setup.count("d");
  if (choices > nodes) throw new NotCovered(`setup.d: expected at most n = ${nodes}, got ${choices}`);
  return choicesPolicy(choices, setup.text("sampling"));
}
