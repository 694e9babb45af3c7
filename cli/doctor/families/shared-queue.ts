/** Unequal servers behind one shared queue: `{mu: [5, 1], lam_total, queue, rule}`. */
import type { ParameterValue } from "../../../sim/index.ts";
import type { MeasureSpec } from "../measure.ts";
import { balancer, PLAIN_NODE, producer } from "../model.ts";
import { UNIT_NS } from "../scenario.ts";
import { expectSteadyState, poolRelaxation } from "../relaxation.ts";
import { NotCovered } from "../setup.ts";
import type { Family } from "./family.ts";
import { measureOfServers, workOf } from "./heterogeneous.ts";

export const heterogeneousSharedQueue: Family = {
  name: "heterogeneous shared queue",
  plan(setup, { measure: phrase }) {
    const speeds = setup.numbers("mu");
    const service = workOf(setup);
    const arrivalRate = setup.number(setup.oneOf("lam_total", "lambda_total"));
    setup.expectText("queue", /^one shared (FCFS|FIFO) queue$/);
    const capacity = speeds.reduce((sum, speed) => sum + speed, 0);
    const load = (arrivalRate * service.mean) / capacity;
    expectSteadyState(load);
    const rule = parseRule(setup.text("rule"));
    if (rule["threshold"] === NEVER && arrivalRate * service.mean >= Math.max(...speeds)) {
      throw new NotCovered("the fast server alone cannot serve so much: there is no steady state to measure");
    }
    const slowestMode = poolRelaxation(load, service.scv, speeds.length) / Math.min(...speeds);
    return {
      model: {
        producers: [producer({ kind: "poisson", rate: arrivalRate }, service.distribution)],
        nodes: speeds.map((speed) => ({ ...PLAIN_NODE, speed, weight: speed })),
        sharedQueue: true,
        balancer: balancer("central-queue", rule),
        arrivalRate,
        relaxation: slowestMode,
        slowestMode,
        against: null,
      },
      measure: atGateway(measureOfServers(phrase, speeds), phrase),
    };
  },
};

/** More than ever wait: a slow server has no turn. */
const NEVER = 1_000_000;
const THRESHOLD = /^fast server whenever idle; slow server only when number waiting \(incl\. the candidate\) >= (\d+)$/;

function parseRule(rule: string): Record<string, ParameterValue> {
  if (/^idle fast server preferred$/.test(rule)) return { prefer: "fast" };
  if (/^idle slow server preferred$/.test(rule)) return { prefer: "slow" };
  if (/^(?:fast server only|slow server never used)$/.test(rule)) return { prefer: "fast", threshold: NEVER };
  if (/^if both idle choose at random$/.test(rule)) return { prefer: "random" };
  const threshold = THRESHOLD.exec(rule)?.[1];
  if (threshold !== undefined) return { prefer: "fast", threshold: Number(threshold) };
  throw new NotCovered(`setup.rule: ${JSON.stringify(rule)} is not understood`);
}

/** A nanosecond, in units of time. */
const A_MOMENT = 1 / UNIT_NS;

/** Messages wait at the gateway here, so what is measured at the nodes does not see them. */
function atGateway(measure: MeasureSpec, phrase: string): MeasureSpec {
  if (measure.kind === "mean-number") return { ...measure, atGateways: true };
  if (measure.kind === "waited-fraction") return { kind: "slow-fraction", of: "waiting", limit: A_MOMENT };
  if (measure.kind === "tail" || measure.kind === "state")
    throw new NotCovered(`measure ${JSON.stringify(phrase)}: not measured of a queue at the gateway`);
  return measure;
}
