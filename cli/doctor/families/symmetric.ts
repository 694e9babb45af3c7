/** Equal nodes under one policy: `{n, lambda_per_server or lam_total, mu?, service?, policy}`. */
import { parseMeasure } from "../measure.ts";
import { parsePolicy } from "../policy.ts";
import { checkMoments, exponential, parseService, type Service } from "../service.ts";
import { NotCovered, type Setup } from "../setup.ts";
import type { Family, Plan } from "./family.ts";
import { equalSpeeds, split, totalRate } from "./split.ts";

/** A family whose every case has its policy in words. */
function symmetric(name: string): Family {
  return { name, plan: (setup, { measure }) => identity(setup, measure) ?? single(setup, measure) };
}

export const shortestQueueSymmetric: Family = symmetric("JSQ symmetric");
export const idleQueueSymmetric: Family = symmetric("JIQ symmetric");
export const roundRobinSplit: Family = symmetric("round robin split");
export const policyTable: Family = symmetric("policy x service table (n=10, rho=0.8)");

/** Exponential of rate mu unless the set-up names a service. */
export function serviceOf(setup: Setup): Service {
  const mean = setup.has("mean_service") ? setup.number("mean_service") : 1 / setup.numberOr("mu", 1);
  const service = setup.has("service") ? parseService(setup.text("service"), mean, setup) : exponential(mean);
  checkMoments(service, setup);
  setup.expectNumber("mu", 1 / service.mean);
  return service;
}

function single(setup: Setup, phrase: string): Plan {
  const { speeds, service, arrivalRate } = parts(setup);
  const policy = parsePolicy(setup.text("policy"), speeds);
  return { model: split({ arrivalRate, service, speeds, policy }), measure: parseMeasure(phrase) };
}

function parts(setup: Setup): { speeds: readonly number[]; service: Service; arrivalRate: number } {
  const nodes = setup.count(setup.oneOf("n", "n_servers"));
  const service = serviceOf(setup);
  const arrivalRate = totalRate(setup, nodes);
  setup.expectNumber("rho", (arrivalRate * service.mean) / nodes);
  setup.expectText("discipline", /^(FIFO|FCFS)( per server)?$/i);
  return { speeds: equalSpeeds(nodes), service, arrivalRate };
}

const IDENTITY = /^identity: (.+) and (.+) give the same response time for every job\b/i;

/** Two policies that must treat every message alike: both meet the same messages, and differences are looked for. */
function identity(setup: Setup, phrase: string): Plan | null {
  const match = IDENTITY.exec(phrase);
  if (match === null) return null;
  const { speeds, service, arrivalRate } = parts(setup);
  const [one, other] = [parsePolicy(match[1]!, speeds), parsePolicy(match[2]!, speeds)];
  if (one.weights !== null || other.weights !== null) throw new NotCovered(`${phrase}: weighted policies`);
  const model = split({ arrivalRate, service, speeds, policy: one });
  return { model: { ...model, against: other.balancer }, measure: { kind: "identity" } };
}
