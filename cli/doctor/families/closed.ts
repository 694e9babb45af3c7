/**
 * Closed populations before one station: Engset's loss system `{A_per_source, servers, sources}`, and the machine-repair
 * queue `{population, service, visits?, servers, think}`. Networks of several stations are not simulated.
 */
import { parseMeasure } from "../measure.ts";
import { NO_CHOICE, PLAIN_NODE, producer, type Model } from "../model.ts";
import { exponential, type Service } from "../service.ts";
import { NotCovered, type Setup } from "../setup.ts";
import type { Family } from "./family.ts";

interface Population {
  readonly clients: number;
  /** Mean time from the outcome of one message to the next. */
  readonly think: number;
  readonly service: Service;
  readonly workers: number;
  readonly waitingPlaces: number;
}

export const engset: Family = {
  name: "Engset",
  plan(setup, { measure }) {
    const [offered, workers, clients] = [setup.number("A_per_source"), setup.count("servers"), setup.count("sources")];
    setup.expectText(
      "meaning",
      /^\d+ sources each idle-exp\(mean 1\/[\d.]+ service units\) then offers; blocked -> new idle period$/,
    );
    const lost = /^call congestion \(fraction of attempts blocked\)$/.test(measure);
    const population = { clients, think: 1 / offered, service: exponential(1), workers, waitingPlaces: 0 };
    return { model: closedModel(population), measure: lost ? { kind: "lost-fraction" } : parseMeasure(measure) };
  },
};

export const closedMva: Family = {
  name: "closed MVA",
  plan(setup, { measure }) {
    expectOneStation(setup);
    setup.expectNumber("visits", 1);
    setup.expectText("note", /^closed network, exponential service, FCFS\b/);
    const population = {
      clients: setup.count("population"),
      think: setup.amount("think"),
      service: exponential(setup.number("service")),
      workers: setup.count("servers"),
      waitingPlaces: Infinity,
    };
    if (/^throughput \(cycles per time unit\)$/.test(measure)) {
      return { model: closedModel(population), measure: { kind: "throughput" } };
    }
    const number = /^mean queue at each station$/.test(measure);
    const spec = number ? ({ kind: "mean-number", waitingOnly: false } as const) : parseMeasure(measure);
    return { model: closedModel(population), measure: spec };
  },
};

function expectOneStation(setup: Setup): void {
  if (setup.isList("service")) throw new NotCovered("setup.service: a message is served at one station only");
}

function closedModel({ clients, think, service, workers, waitingPlaces }: Population): Model {
  const cycle = think + service.mean;
  const arrivals = { kind: "closed", clients, think } as const;
  return {
    producers: [producer(arrivals, service.distribution)],
    nodes: [{ ...PLAIN_NODE, workers, waitingPlaces }],
    sharedQueue: false,
    balancer: NO_CHOICE,
    // At most, where nobody waits: only the lengths of runs go by it.
    arrivalRate: Math.min(clients / cycle, waitingPlaces === 0 ? Infinity : workers / service.mean),
    relaxation: cycle,
    slowestMode: cycle,
    against: null,
  };
}
