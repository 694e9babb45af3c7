/** Priority M/G/1, interrupting or not: `{system: "M/H2cv4/1", preemption, lambda_low, lambda_high}`. */
import type { Discipline } from "../../../sim/index.ts";
import { parseMeasure } from "../measure.ts";
import { NO_CHOICE, PLAIN_NODE, type ModelProducer } from "../model.ts";
import { expectSteadyState, stationRelaxation } from "../relaxation.ts";
import { checkMoments, parseService, type Service } from "../service.ts";
import { NotCovered, type Setup } from "../setup.ts";
import type { Family } from "./family.ts";

export const priority: Family = {
  name: "priority M/G/1",
  plan(setup, { measure }) {
    const discipline = disciplineOf(setup);
    const service = serviceOf(setup);
    setup.expectText("classes", /^both classes same service distribution(; H2 balanced means)?$/);
    const producers = [
      stream("high", 1, setup.number("lambda_high"), service),
      stream("low", 0, setup.number("lambda_low"), service),
    ];
    const arrivalRate = setup.number("lambda_high") + setup.number("lambda_low");
    expectSteadyState(arrivalRate * service.mean);
    const relaxation = stationRelaxation(arrivalRate * service.mean, service.scv, 1, Infinity) * service.mean;
    const nodes = [{ ...PLAIN_NODE, discipline }];
    return {
      model: {
        producers,
        nodes,
        sharedQueue: false,
        balancer: NO_CHOICE,
        arrivalRate,
        relaxation,
        slowestMode: relaxation,
        against: null,
      },
      measure: parseMeasure(measure),
    };
  },
};

function disciplineOf(setup: Setup): Discipline {
  const preemption = setup.text("preemption");
  if (/^non-?preemptive$/i.test(preemption)) return "priority";
  if (/^preemptive[- ]resume$/i.test(preemption)) return "priority-preemptive";
  throw new NotCovered(`setup.preemption: ${JSON.stringify(preemption)} is not understood`);
}

/** The middle letter of Kendall's notation. */
function serviceOf(setup: Setup): Service {
  const system = setup.text("system");
  const middle = /^M\/(.+)\/1$/.exec(system)?.[1];
  if (middle === undefined) throw new NotCovered(`setup.system: expected M/…/1, got ${JSON.stringify(system)}`);
  const service = parseService(middle, setup.numberOr("mean_service", 1), setup);
  checkMoments(service, setup);
  return service;
}

function stream(name: string, priority: number, rate: number, service: Service): ModelProducer {
  return { name, priority, arrivals: { kind: "poisson", rate }, work: service.distribution };
}
