/** Servers that break down and are repaired, and messages that come again: `{lam, mu, fail_rate, repair_rate}`, `{lam, mu, retry_rate_each}`. */
import { ns } from "../../scenario.ts";
import { expectSteadyState } from "../../relaxation.ts";
import { poissonStation } from "../station.ts";
import { exponential } from "../../service.ts";
import { NotCovered, type Setup } from "../../setup.ts";
import type { FaultSpec } from "../../../../sim/index.ts";
import type { Family, Plan } from "../family.ts";
import { figuresNamed } from "./stand.ts";

const RESUMES =
  /^server fails at any time, job in service resumes after repair \(preemptive resume\), arrivals keep queueing$/;
const COMES_AGAIN = /^no queue: a job that finds the server busy retries after exp\(retry_rate\)$/;

export const failures: Family = {
  name: "failures",
  plan: (setup, { measure }) => (setup.has("fail_rate") ? breakdown(setup, measure) : retrial(setup, measure)),
};

function breakdown(setup: Setup, measure: string): Plan {
  const [rate, mean] = [setup.number("lam"), 1 / setup.numberOr("mu", 1)];
  const [up, down] = [1 / setup.number("fail_rate"), 1 / setup.number("repair_rate")];
  setup.expectText("rule", RESUMES);
  const load = (rate * mean * (up + down)) / up;
  if (load >= 1) throw new NotCovered(`load ${load} of the time that the server is up: there is no steady state`);
  const model = poissonStation({ arrivalRate: rate, service: exponential(mean) });
  // What piles up while the server is down takes 1 / (1 - load) as long to go away.
  const cycle = (up + down) / (1 - load);
  return {
    model: {
      ...model,
      relaxation: cycle,
      slowestMode: Math.max(model.slowestMode, cycle),
      failures: { faults: [pauses(up, down)] },
    },
    measure: figuresNamed(measure, { availability: "availability" }),
  };
}

function pauses(up: number, down: number): FaultSpec {
  const timing = {
    kind: "recurring",
    startNs: 0,
    untilNs: Infinity,
    together: false,
    between: { kind: "exponential", mean: ns(up) },
    lasts: { kind: "exponential", mean: ns(down) },
  } as const;
  return { kind: "pause", nodes: [0], timing, label: "breakdown" };
}

function retrial(setup: Setup, measure: string): Plan {
  const [rate, mean] = [setup.number("lam"), 1 / setup.numberOr("mu", 1)];
  const wait = 1 / setup.number("retry_rate_each");
  setup.expectText("rule", COMES_AGAIN);
  const load = rate * mean;
  expectSteadyState(load);
  const model = poissonStation({ arrivalRate: rate, service: exponential(mean), places: 1 });
  const backoff = { kind: "drawn", delay: { kind: "exponential", mean: ns(wait) } } as const;
  const retries = { limit: Infinity, on: ["rejected"], backoff, to: "any" } as const;
  const relaxation = (mean + wait) / (1 - load) ** 2;
  return {
    model: { ...model, relaxation, slowestMode: relaxation, failures: { gateways: { retries } } },
    measure: figuresNamed(measure, { "mean number in orbit": "orbit" }),
  };
}
