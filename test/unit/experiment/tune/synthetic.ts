/** Objectives whose optimum is known, with noise that is the same for every configuration of a seed, and noise that is not. */
import type { Objective } from "../../../../sim/experiment/tune/result.ts";
import type { Configuration, Dimension, Space } from "../../../../sim/experiment/tune/space.ts";
import { keyOf } from "../../../../sim/experiment/tune/space.ts";
import { SEARCHERS } from "../../../../sim/experiment/tune/searchers/index.ts";
import type { StudyPlan } from "../../../../sim/experiment/tune/study.ts";
import type { Evaluate, Observation, TuneRequest } from "../../../../sim/experiment/tune/trial.ts";
import { Stream } from "../../../../sim/core/random.ts";

export const MINIMISE: Objective = { text: "p99(responseTime)", goal: "minimise" };

export function numberDimension(path: string, changes: Partial<Dimension> = {}): Dimension {
  const plain = { balancer: "b", type: "number", low: 0, high: 1, choices: null, logarithmic: false } as const;
  return { ...plain, path, unit: null, initial: 0.9, levels: null, ...changes };
}

export function planOf(space: Space, changes: Partial<StudyPlan> & { search?: string } = {}): StudyPlan {
  const { search = "racing", ...rest } = changes;
  return {
    space,
    objectives: [MINIMISE],
    searcher: { name: search, make: SEARCHERS[search]! },
    budget: 120,
    confidence: 0.95,
    precision: 0.02,
    seed: 1,
    searchSeed: (index: number) => index,
    freshSeed: (index: number) => 1_000_000 + index,
    ...rest,
  };
}

/** Multiplies what is true by the seed's own factor, and by a little of the configuration's. */
export function noisy(seed: number, configuration: Configuration, common = 0.3, own = 0.05): number {
  const shared = new Stream(seed, "common").normal();
  const separate = new Stream(seed, keyOf(configuration)).normal();
  return Math.exp(common * shared + own * separate);
}

/** Remembers what was asked, and answers by a function of one request. */
export function evaluateBy(observe: (request: TuneRequest) => Observation): {
  readonly evaluate: Evaluate;
  readonly asked: TuneRequest[];
} {
  const asked: TuneRequest[] = [];
  return {
    asked,
    evaluate: async (requests) => {
      asked.push(...requests);
      return requests.map((request) => ({ kind: "done", observation: observe(request) }));
    },
  };
}

/** One cost, every constraint met. */
export function cost(...costs: readonly number[]): Observation {
  return { costs, violation: 0 };
}
