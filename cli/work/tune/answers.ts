/** Answers a study's questions: from its journal where the run was made before, else by having it run and writing it down. */
import type {
  Configuration,
  Evaluate,
  Execute,
  ExperimentConstraint,
  ExperimentMeasure,
  FailedRun,
  Objective,
  Outcome,
  TuneAnswer,
  TuneRequest,
} from "../../../sim/index.ts";
import { lostFraction } from "../../../reports/comparison.ts";
import { configurationKey } from "../../../sim/index.ts";
import { runKey } from "./journal.ts";
import type { Journal, JournalAnswer } from "./journal.ts";
import type { Setup, Variants } from "./variants.ts";

/** A figure to search by, and which way. */
export interface TuneObjective extends Objective {
  readonly measure: ExperimentMeasure;
}

export interface AnswerTerms {
  readonly objectives: readonly TuneObjective[];
  readonly constraints: readonly ExperimentConstraint[];
  readonly journal: Journal;
  readonly variants: Variants;
  readonly execute: Execute;
  /** The command that repeats a run. */
  readonly replayOf: (configuration: Configuration, seed: number) => string;
}

/** What was not observed misses by more than anything that was. */
const UNOBSERVED = 1e6;

export class Answers {
  readonly #terms: AnswerTerms;
  readonly #requests = new WeakMap<object, TuneRequest>();
  /** In the order in which the study asked. */
  readonly failures: FailedRun[] = [];
  /** By configuration: the fractions of their messages that its runs lost. */
  readonly #lost = new Map<string, { readonly sum: number; readonly runs: number }>();

  constructor(terms: AnswerTerms) {
    this.#terms = terms;
  }

  /** The same questions get the same answers, however many of them the journal knew. */
  readonly evaluate: Evaluate = async (requests) => {
    const { journal } = this.#terms;
    const known = requests.map((request) => journal.answers.get(keyOf(request)));
    const fresh = requests.filter((_, index) => known[index] === undefined);
    const made = await this.#run(fresh);
    const answers = known.map((answer) => answer ?? made.shift()!);
    return answers.map((answer, index) => this.#told(answer, requests[index]!));
  };

  /** What fraction of its messages a configuration lost on average; null where none of its runs told. */
  meanLost(configuration: Configuration): number | null {
    const lost = this.#lost.get(configurationKey(configuration));
    return lost === undefined ? null : lost.sum / lost.runs;
  }

  /** The command that repeats a job of this study. */
  replayOf(job: object): string {
    const { configuration, seed } = this.#requests.get(job)!;
    return this.#terms.replayOf(configuration, seed);
  }

  async #run(requests: readonly TuneRequest[]): Promise<(JournalAnswer | null)[]> {
    const { variants, execute, journal } = this.#terms;
    const setups = await Promise.all(requests.map(({ configuration }) => variants.setupOf(configuration)));
    const runnable = requests.flatMap((request, index) =>
      typeof setups[index] === "string" ? [] : [{ request, index }],
    );
    const answers: (JournalAnswer | null)[] = setups.map((setup, index) =>
      typeof setup === "string" ? this.#failed(setup, requests[index]!) : null,
    );
    const jobs = runnable.map(({ request, index }) => ({
      ...(setups[index] as Setup),
      seed: request.seed,
      keep: "figures" as const,
    }));
    jobs.forEach((job, index) => this.#requests.set(job, runnable[index]!.request));
    const noted = (outcome: Outcome, job: number): void => {
      const { request, index } = runnable[job]!;
      if (outcome.kind === "interrupted" || answers[index] !== null) return;
      answers[index] = this.#journalled(outcome, request);
      journal.append({ ...request.configuration, seed: request.seed, answer: answers[index] });
    };
    const outcomes = jobs.length === 0 ? [] : await execute(jobs, noted);
    outcomes.forEach(noted);
    return answers;
  }

  #journalled(outcome: Exclude<Outcome, { kind: "interrupted" }>, request: TuneRequest): JournalAnswer {
    if (outcome.kind === "failed") return this.#failed(outcome.message, request);
    const { objectives, constraints } = this.#terms;
    return {
      kind: "done",
      objectives: objectives.map(({ measure }) => finite(measure.read(outcome.figures))),
      violations: constraints.map((constraint) =>
        constraint.holds(outcome.figures) === null ? null : finite(constraint.violation(outcome.figures)),
      ),
      lostFraction: lostFraction(outcome.figures),
    };
  }

  #failed(message: string, { configuration, seed }: TuneRequest): JournalAnswer {
    return { kind: "failed", message, replay: this.#terms.replayOf(configuration, seed) };
  }

  #told(answer: JournalAnswer | null, { configuration, seed }: TuneRequest): TuneAnswer {
    if (answer === null) return { kind: "interrupted" };
    if (answer.kind === "failed") {
      this.failures.push({ balancer: configuration.balancer, seed, message: answer.message, replay: answer.replay });
      return { kind: "failed" };
    }
    this.#noteLost(configuration, answer.lostFraction);
    const { objectives } = this.#terms;
    const costs = answer.objectives.map((value, i) =>
      value === null ? null : objectives[i]!.goal === "minimise" ? value : -value,
    );
    const missed = [...answer.violations, ...costs.map((each) => (each === null ? null : 0))];
    const violation = missed.reduce<number>((sum, each) => sum + (each ?? UNOBSERVED), 0);
    return { kind: "done", observation: { costs, violation } };
  }

  #noteLost(configuration: Configuration, lost: number | null): void {
    if (lost === null) return;
    const key = configurationKey(configuration);
    const { sum, runs } = this.#lost.get(key) ?? { sum: 0, runs: 0 };
    this.#lost.set(key, { sum: sum + lost, runs: runs + 1 });
  }
}

function keyOf({ configuration, seed }: TuneRequest): string {
  return runKey({ ...configuration, seed });
}

/** What JSON cannot hold was not observed. */
function finite(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? value : null;
}
