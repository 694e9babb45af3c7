import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { catalogue, resolveParameters, type Scenario } from "../../sim/index.ts";
import { Simulation } from "../../sim/engine.ts";
import { aBalancer } from "../fixtures/scenario.ts";
import { randomScenario, redundancySpec } from "../fixtures/random-scenario.ts";

const SEED = 20_260_601;
const anyScenario = randomScenario(catalogue.map((definition) => aBalancer(definition.name)));

function simulation(scenario: Scenario): Simulation {
  const balancer = scenario.balancers[0]!;
  const definition = catalogue.find((candidate) => candidate.name === balancer.algorithm)!;
  const parameters = resolveParameters(definition, balancer.parameters).values;
  const warmupNs = scenario.warmup.kind === "duration" ? scenario.warmup.ns : 0;
  const made = new Simulation({ scenario, definition, parameters, seed: scenario.seed, warmupNs });
  made.start();
  return made;
}

/** Every message goes to several nodes at once. */
const withCopies = fc
  .tuple(anyScenario, redundancySpec)
  .map(([scenario, redundancy]): Scenario => ({ ...scenario, gateways: { ...scenario.gateways, redundancy } }));

/** What must hold after every event; an `expect` per figure and event would take most of the time. */
function checkState(run: Simulation): void {
  run.recorder.ledger.check();
  const { cluster } = run;
  for (let node = 0; node < cluster.nodes.count; node++) {
    const [inSystem, busy, workers] = [cluster.inSystem(node), cluster.busy(node), cluster.workers(node)];
    const due = cluster.isUp(node) ? Math.min(inSystem, workers) : 0;
    if (inSystem < 0 || busy !== due)
      throw new Error(
        `at ${run.nowNs} ns: ${busy} of ${workers} workers busy at node ${node}, which holds ${inSystem}`,
      );
  }
}

describe("the engine under random scenarios", () => {
  it("conserves messages at every step, and never idles a worker while a message waits", () => {
    fc.assert(
      fc.property(anyScenario, (scenario) => {
        const run = simulation(scenario);
        let before = 0;
        while (!run.ended) {
          run.advance(1);
          if (run.nowNs < before) throw new Error(`time went back from ${before} to ${run.nowNs} ns`);
          before = run.nowNs;
          checkState(run);
        }
        run.finish();
      }),
      { seed: SEED, numRuns: 400 },
    );
  });

  it("conserves messages of which copies are sent, cancelled, lost with their nodes and served for nobody", () => {
    fc.assert(
      fc.property(withCopies, (scenario) => {
        const run = simulation(scenario);
        while (!run.ended) {
          run.advance(64);
          checkState(run);
        }
        run.finish();
        expect(run.recorder.tries.duplicates).toBeLessThanOrEqual(run.recorder.ledger.measured.delivered);
        const { busyArea, wastedNs } = run.recorder.totals;
        // Under processor sharing a service is charged when it ends, as if its node had always been as fast as then.
        const exact = run.recorder.warmupNs === 0 && scenario.faults.every(({ kind }) => kind !== "slow");
        if (exact) wastedNs.forEach((ns, node) => expect(ns).toBeLessThanOrEqual(busyArea[node]! + 1e3));
        // Where cancellations take no time and links lose and double nothing, no copy outlives its message.
        const { faults, network, gateways, nodes } = scenario;
        if (faults.some((fault) => "links" in fault)) return;
        if (network.rules.length > 0 || gateways.redundancy!.cancel === "never" || run.inFlight > 0) return;
        expect(nodes.map((_, node) => run.cluster.inSystem(node))).toEqual(nodes.map(() => 0));
      }),
      { seed: SEED + 3, numRuns: 600 },
    );
  });

  it("takes the same course twice, event by event in any slices", () => {
    fc.assert(
      fc.property(anyScenario, fc.integer({ min: 1, max: 5000 }), (scenario, slice) => {
        const digests = [slice, 65_536].map((events) => {
          const run = simulation(scenario);
          while (!run.ended) run.advance(events);
          run.finish();
          return run.digest();
        });
        expect(digests[0]).toBe(digests[1]);
      }),
      { seed: SEED + 1, numRuns: 150 },
    );
  });

  it("accounts for all time: the integrals over nodes match Little's law's sums", () => {
    fc.assert(
      fc.property(anyScenario, (scenario) => {
        const run = simulation({ ...scenario, warmup: { kind: "duration", ns: 0 } });
        while (!run.ended) run.advance(65_536);
        const { endNs } = run.finish();
        const { nodes: load } = run.cluster;
        const observed = load.nsAt.reduce((sum, ns) => sum + ns, 0);
        expect(observed).toBeCloseTo(endNs * run.cluster.nodes.count, -3);
        const byLevel = load.nsAt.reduce((sum, ns, k) => sum + k * ns, 0);
        const byNode = load.area.reduce((sum, area) => sum + area, 0);
        expect(byLevel).toBeCloseTo(byNode, -3);
      }),
      { seed: SEED + 2, numRuns: 100 },
    );
  });
});
