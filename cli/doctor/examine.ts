/** Runs a group of cases, one seed after another, until every case is decided or no more seeds may be spent. */
import type { CalculatedTask, Group, Task } from "./agenda.ts";
import type { Observation, Observed } from "./observe.ts";
import { NotCovered } from "./setup.ts";
import { judge, type Verdict } from "./verdict.ts";

/** What became of one case. */
export interface Finding {
  readonly task: Task;
  readonly outcome: "pass" | "fail" | "not-covered";
  /** Why it is not covered; else empty. */
  readonly reason: string;
  /** null where it is not covered. */
  readonly verdict: Verdict | null;
  /** False where the runs allowed did not suffice for a decision and the estimate alone counted. */
  readonly decisive: boolean;
  /** How many runs decided it. */
  readonly runs: number;
  /** Messages measured per run; 0 where the case was calculated. */
  readonly jobsPerRun: number;
  /** Spent in all the group's runs together, which its cases share. */
  readonly wallSeconds: number;
}

/** Makes one run somewhere. */
export type Execute = (observation: Observation) => Promise<Observed>;

export interface Effort {
  readonly firstSeed: number;
  /** At most so many runs per group, unless a case needs more before anything can be decided. */
  readonly mostSeeds: number;
}

/** The findings of a group's cases, in their order. Rejects with what `execute` rejects with, `NotCovered` excepted. */
export async function examine(group: Group, effort: Effort, execute: Execute): Promise<Finding[]> {
  const tally = new Tally(group.tasks);
  const atLeast = Math.max(...group.tasks.map(({ target }) => target.leastRuns));
  const most = Math.max(effort.mostSeeds, atLeast);
  let runs = 0;
  const runOne = (): Promise<Observed> => execute(observationOf(group, effort.firstSeed + runs++));
  try {
    // Nothing can be decided before these, so they need not wait for each other.
    for (const observed of await Promise.all(Array.from({ length: atLeast }, runOne))) tally.add(observed);
    while (runs < most && tally.open) tally.add(await runOne());
  } catch (error) {
    if (!(error instanceof NotCovered)) throw error;
    tally.giveUp(error.message);
  }
  const rest = {
    jobsPerRun: Math.round(group.length.measured * group.model.arrivalRate),
    wallSeconds: tally.wallSeconds,
  };
  return group.tasks.map((task, index) => ({ task, ...tally.finding(index), ...rest }));
}

/** The finding of a case whose figures are calculated. */
export async function calculate(task: CalculatedTask, { firstSeed, mostSeeds }: Effort): Promise<Finding> {
  const tally = new Tally([task]);
  const most = Math.max(mostSeeds, task.target.leastRuns);
  const startedAt = performance.now();
  try {
    for (let run = 0; run < most && tally.open; run++) {
      tally.add({ figures: [await task.compute(firstSeed + run)], wallSeconds: 0 });
    }
  } catch (error) {
    if (!(error instanceof NotCovered)) throw error;
    tally.giveUp(error.message);
  }
  return { task, ...tally.finding(0), jobsPerRun: 0, wallSeconds: (performance.now() - startedAt) / 1000 };
}

function observationOf({ scenario, model, tasks }: Group, seed: number): Observation {
  const measures = tasks.map(({ measure }) => measure);
  return { scenario, balancer: model.balancer, against: model.against, seed, measures };
}

/** What the runs so far say about each case. */
class Tally {
  wallSeconds = 0;
  readonly #tasks: readonly Task[];
  readonly #figures: (readonly number[])[][];
  readonly #verdicts: (Verdict | null)[];
  readonly #reasons: string[];

  constructor(tasks: readonly Task[]) {
    this.#tasks = tasks;
    this.#figures = tasks.map(() => []);
    this.#verdicts = tasks.map(() => null);
    this.#reasons = tasks.map(() => "");
  }

  /** Some case still needs runs. */
  get open(): boolean {
    return this.#tasks.some((_, index) => this.#isOpen(index));
  }

  /** A case that is decided stays so: it must not depend on how many runs the others of its group need. */
  #isOpen(index: number): boolean {
    return this.#reasons[index] === "" && (this.#verdicts[index]?.outcome ?? "open") === "open";
  }

  add({ figures, wallSeconds }: Observed): void {
    this.wallSeconds += wallSeconds;
    this.#tasks.forEach(({ target }, index) => {
      if (!this.#isOpen(index)) return;
      const answer = figures[index]!;
      if (typeof answer === "string") {
        this.#reasons[index] = answer;
        return;
      }
      this.#figures[index]!.push(answer);
      try {
        this.#verdicts[index] = judge(target, this.#figures[index]!);
      } catch (error) {
        if (!(error instanceof NotCovered)) throw error;
        this.#reasons[index] = error.message;
      }
    });
  }

  giveUp(reason: string): void {
    this.#reasons.fill(reason);
  }

  finding(index: number): Pick<Finding, "outcome" | "reason" | "verdict" | "decisive" | "runs"> {
    const reason = this.#reasons[index]!;
    const verdict = this.#verdicts[index]!;
    const runs = this.#figures[index]!.length;
    if (reason !== "" || verdict === null)
      return { outcome: "not-covered", reason, verdict: null, decisive: true, runs };
    const outcome = verdict.outcome === "open" ? (verdict.within ? "pass" : "fail") : verdict.outcome;
    return { outcome, reason, verdict, decisive: verdict.outcome !== "open", runs };
  }
}
