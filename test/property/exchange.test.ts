/** Messages of several tries under random timeouts, retries, hedges, deliveries, quorums and links that lose and duplicate. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { catalogue, resolveParameters, type Scenario } from "../../sim/index.ts";
import { Simulation, type SimulationOptions } from "../../sim/engine.ts";
import { randomExchange } from "../fixtures/random-exchange.ts";
import { randomScenario } from "../fixtures/random-scenario.ts";
import { aBalancer } from "../fixtures/scenario.ts";

const SEED = 20_261_128;
const balancers = catalogue.map(({ name }) => aBalancer(name));
const anyExchange = randomExchange(balancers);

function simulation(scenario: Scenario, observer?: SimulationOptions["observer"]): Simulation {
  const balancer = scenario.balancers[0]!;
  const definition = catalogue.find((candidate) => candidate.name === balancer.algorithm)!;
  const parameters = resolveParameters(definition, balancer.parameters).values;
  const made = new Simulation({ scenario, definition, parameters, seed: scenario.seed, warmupNs: 0, observer });
  made.start();
  return made;
}

function digestOf(run: Simulation, slice: number): string {
  while (!run.ended) run.advance(slice);
  run.finish();
  return run.digest();
}

describe(`messages of several tries under random scenarios (seed ${SEED})`, () => {
  it("are conserved at every step, each with one fate and told one thing", () => {
    fc.assert(
      fc.property(anyExchange, (scenario) => {
        const run = simulation(scenario);
        const { cluster, recorder } = run;
        while (!run.ended) {
          run.advance(1);
          recorder.ledger.check();
          for (let node = 0; node < cluster.nodes.count; node++)
            if (cluster.inSystem(node) < 0) throw new Error(`at ${run.nowNs} ns: node ${node} holds less than nothing`);
        }
        run.finish();
        const { tries, ledger } = recorder;
        expect(tries.duplicates).toBeLessThanOrEqual(ledger.measured.delivered);
        expect([...tries.duplicatesFrom].reduce((sum, count) => sum + count, 0)).toBe(tries.duplicates);
        const isOnce = scenario.gateways.delivery?.kind === "at-most-once";
        const { hedging, redundancy } = scenario.gateways;
        const mayRepeat =
          hedging !== undefined || redundancy !== undefined || scenario.network.rules.some((rule) => rule.duplication);
        if (isOnce && !mayRepeat) expect(tries.duplicates).toBe(0);
      }),
      { seed: SEED, numRuns: 150, endOnFailure: true },
    );
  });

  it("take the same course twice, in any slices", () => {
    fc.assert(
      fc.property(anyExchange, fc.integer({ min: 1, max: 5000 }), (scenario, slice) => {
        expect(digestOf(simulation(scenario), slice)).toBe(digestOf(simulation(scenario), 65_536));
      }),
      { seed: SEED + 1, numRuns: 50, endOnFailure: true },
    );
  });

  it("and those of one try, take the same course while somebody follows their lives", () => {
    fc.assert(
      fc.property(fc.oneof(anyExchange, randomScenario(balancers)), (scenario) => {
        const fates = new Map<number, number>();
        const step = (name: string, message: number): void => {
          if (name === "fate") fates.set(message, (fates.get(message) ?? 0) + 1);
        };
        const observed = simulation(scenario, { step });
        const digest = digestOf(observed, 65_536);
        expect(digest).toBe(digestOf(simulation(scenario), 65_536));
        const { delivered, lostTotal } = observed.recorder.ledger.measured;
        expect([...fates.values()].every((times) => times === 1)).toBe(true);
        expect(fates.size).toBe(delivered + lostTotal);
      }),
      { seed: SEED + 2, numRuns: 60, endOnFailure: true },
    );
  });
});
