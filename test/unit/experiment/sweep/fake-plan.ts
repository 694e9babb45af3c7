/** A sweep over fake runs: a run's figures are a formula of its load, its balancer's parameter and its seed. */
import type {
  Execute,
  ExperimentMeasure,
  FiguresJob,
  Outcome,
  PlannedAxis,
  PlannedPoint,
  RunFigures,
  SweepPlan,
  SweepSetup,
  SweepValue,
} from "../../../../sim/index.ts";
import { aBalancer, aProducer, aScenario } from "../../../fixtures/scenario.ts";

export const value = (number: number): SweepValue => ({ text: String(number), number });

export function axis(path: string, numbers: readonly number[], balancer: string | null = null): PlannedAxis {
  return { path, balancer, numeric: true, unit: "number", logarithmic: false, values: numbers.map(value) };
}

/** p99 and loss of fake figures. */
export const P99: ExperimentMeasure = {
  text: "p99",
  unit: "seconds",
  better: "lower",
  trials: null,
  quantile: null,
  sectioned: false,
  read: ({ responseTime }) => responseTime.p99,
};
export const LOST: ExperimentMeasure = {
  text: "lostFraction",
  unit: "fraction",
  better: "lower",
  trials: ({ messages }) => messages.offered,
  quantile: null,
  sectioned: false,
  read: ({ messages }) => messages.lost / messages.offered,
};

/** The load of a fake scenario: the rate of its one producer. */
export const loadOf = ({ scenario }: Pick<FiguresJob, "scenario">): number =>
  (scenario.traffic[0]!.arrivals as { readonly ratePerSecond: number }).ratePerSecond;

/** A setup at a load: `plain`, and `tuned` with a parameter. */
export function setupAt(load: number, choices = 2): SweepSetup {
  const scenario = aScenario({ traffic: [aProducer({ arrivals: { kind: "poisson", ratePerSecond: load } })] });
  const balancers = [
    { ...aBalancer("round-robin"), label: "plain" },
    { ...aBalancer("power-of-two-choices"), label: "tuned", parameters: { choices } },
  ];
  return { scenario, balancers };
}

/** Fake figures. `p99` may be noisy in the seed; the digest tells everything that the formula uses. */
export function figuresOf(job: FiguresJob, p99: number, lost = 0): RunFigures {
  const { choices = 0 } = job.balancer.parameters;
  return {
    balancer: job.balancer.label,
    seed: job.seed,
    digest: `${loadOf(job)}-${job.balancer.label}-${String(choices)}-${job.seed}`,
    messages: { offered: 100, lost },
    responseTime: { p99 },
  } as RunFigures;
}

/** Answers each job by a formula, and remembers what it was asked. */
export function executing(answer: (job: FiguresJob) => Outcome): { execute: Execute; jobs: FiguresJob[][] } {
  const jobs: FiguresJob[][] = [];
  return {
    jobs,
    execute: async (batch) => {
      jobs.push([...batch]);
      return batch.map(answer);
    },
  };
}

export const done = (figures: RunFigures): Outcome => ({ kind: "done", figures });

/** A plan over the product of loads and choices. */
export function planOf(
  loads: readonly number[],
  choices: readonly number[],
  change: Partial<SweepPlan> = {},
): SweepPlan {
  const scenarios = new Map(loads.map((load) => [load, setupAt(load).scenario]));
  const points: PlannedPoint[] = loads.flatMap((load) =>
    choices.map((each) => ({
      values: [value(load), value(each)],
      setup: { ...setupAt(load, each), scenario: scenarios.get(load)! },
    })),
  );
  return {
    design: "grid",
    axes: [axis("traffic.web.arrivals.poisson", loads), axis("tuned.choices", choices, "tuned")],
    contenders: ["plain", "tuned"],
    points,
    probes: [],
    seed: 1,
    replications: 3,
    confidence: 0.95,
    measures: [P99, LOST],
    requirementsOf: () => [],
    limit: null,
    ...change,
  };
}
