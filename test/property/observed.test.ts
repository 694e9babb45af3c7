/** A run that is followed is the run itself: what becomes of each message, and when, is the same. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { catalogue, resolveParameters, type MessageRecord, type Scenario } from "../../sim/index.ts";
import { Simulation } from "../../sim/engine.ts";
import type { LifeObserver } from "../../sim/gateway/exchange/observer.ts";
import { aBalancer } from "../fixtures/scenario.ts";
import { randomScenario } from "../fixtures/random-scenario.ts";

const SEED = 20_261_128;
const anyScenario = randomScenario(catalogue.map((definition) => aBalancer(definition.name)));

/** By message: when its producer was told, its fate, and where it was last. */
function livesOf(scenario: Scenario, observer?: LifeObserver): readonly string[] {
  const balancer = scenario.balancers[0]!;
  const definition = catalogue.find((candidate) => candidate.name === balancer.algorithm)!;
  const parameters = resolveParameters(definition, balancer.parameters).values;
  const lives: string[] = [];
  const onMessage = ({ sequence, node, settledNs, completedNs, fate }: MessageRecord): void => {
    lives[sequence] = [node, settledNs, completedNs, fate].join();
  };
  const run = new Simulation({
    scenario,
    definition,
    parameters,
    seed: scenario.seed,
    warmupNs: 0,
    onMessage,
    observer,
  });
  run.start();
  while (!run.ended) run.advance(65_536);
  return lives;
}

describe("a run that is followed", () => {
  it("goes as it goes when nobody looks, and each message is published once, told once and has one fate", () => {
    fc.assert(
      fc.property(anyScenario, (scenario) => {
        const steps = new Map<string, number>();
        const observer: LifeObserver = {
          step: (step, message) => {
            const key = `${step} ${message}`;
            steps.set(key, (steps.get(key) ?? 0) + 1);
          },
        };
        const lives = livesOf(scenario);
        expect(livesOf(scenario, observer)).toEqual(lives);
        lives.forEach((life, message) => {
          expect([steps.get(`published ${message}`), steps.get(`told ${message}`)]).toEqual([1, 1]);
          // Told before it has a fate, a message may not come to one before the run ends.
          const fates = steps.get(`fate ${message}`) ?? 0;
          expect(life.endsWith("undecided") ? fates <= 1 : fates === 1).toBe(true);
        });
      }),
      { seed: SEED, numRuns: 60 },
    );
  });
});
