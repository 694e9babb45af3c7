/** Has an experiment's jobs run by a runner, and says of each how it ended. */
import type { Execute, Outcome, Runner } from "../../../sim/index.ts";
import type { FailureLog } from "../failures.ts";
import type { ExperimentProgress } from "./progress.ts";

/** Failures are told as they come, and the other runs go on. */
export function executeBy(runner: Runner, failures: FailureLog, progress: ExperimentProgress): Execute {
  return async (jobs, onOutcome) => {
    const outcomes = jobs.map((): Outcome => ({ kind: "interrupted" }));
    const ended = (outcome: Outcome, index: number): void => {
      outcomes[index] = outcome;
      onOutcome?.(outcome, index);
      progress.finished();
    };
    progress.asked(jobs.length);
    await runner.run(jobs, {
      onResult: (figures, _, index) => ended({ kind: "done", figures }, index),
      onFailure(error, job, index) {
        progress.clear();
        ended({ kind: "failed", ...failures.add(error, job) }, index);
      },
    });
    return outcomes;
  };
}
