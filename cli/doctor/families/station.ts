/** The model of every single-station family: one node, one stream, c workers, perhaps a limit on the places. */
import { NO_CHOICE, PLAIN_NODE, producer, type Model, type ModelArrivals } from "../model.ts";
import { expectSteadyState, stationRelaxation } from "../relaxation.ts";
import type { Service } from "../service.ts";
import { NotCovered, type Setup } from "../setup.ts";
import type { Discipline } from "../../../sim/index.ts";

export interface Station {
  readonly arrivals: ModelArrivals;
  /** Messages per unit of time. */
  readonly arrivalRate: number;
  readonly service: Service;
  readonly workers?: number;
  /** Most messages in the system, those in service among them. */
  readonly places?: number;
  readonly discipline?: Discipline;
}

export function station(parts: Station): Model {
  const { arrivals, arrivalRate, service, workers = 1, places = Infinity, discipline = "fifo" } = parts;
  if (places < workers) throw new NotCovered(`setup.K: expected at least the ${workers} servers, got ${places}`);
  const load = (arrivalRate * service.mean) / workers;
  if (places === Infinity) expectSteadyState(load);
  const waitingPlaces = places - workers;
  const relaxation = stationRelaxation(load, service.scv, workers, waitingPlaces) * service.mean;
  return {
    producers: [producer(arrivals, service.distribution)],
    nodes: [{ ...PLAIN_NODE, workers, waitingPlaces, discipline }],
    sharedQueue: false,
    balancer: NO_CHOICE,
    arrivalRate,
    relaxation,
    slowestMode: relaxation,
    against: null,
  };
}

/** The same fed by a Poisson stream. */
export function poissonStation(parts: Omit<Station, "arrivals">): Model {
  return station({ ...parts, arrivals: { kind: "poisson", rate: parts.arrivalRate } });
}

/** What these set-ups say in words about a plain queue: served in order, with room for all or for K. */
export function expectPlainQueue(setup: Setup): void {
  setup.expectText("discipline", /^(one shared )?(FCFS|FIFO)( queue)?( per server)?$/i);
  setup.expectText("queue", /^(unbounded|infinite|one shared (FCFS|FIFO) queue)$/i);
}
