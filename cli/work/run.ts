/** What `evenkeel run` does: each file's scenario through each of its balancers, then the table and the files. */
import { renderTerminal, renderTerminalHead } from "../../reports/terminal.ts";
import { renderJson, stringifyStable } from "../../reports/json.ts";
import type { ResultFile, RunResult } from "../../sim/index.ts";
import { inSentences } from "../command.ts";
import { EXIT, gravest } from "../exit-codes.ts";
import type { ExitCode } from "../exit-codes.ts";
import { watchInterruption } from "../interrupt.ts";
import type { Interruption } from "../interrupt.ts";
import { ProgressLine } from "../progress.ts";
import type { Surroundings } from "../surroundings.ts";
import { FailureLog } from "./failures.ts";
import { tellWritten, writeOutputs } from "./outputs.ts";
import { planRun } from "./run-plan.ts";
import type { FilePlan, RunOptions, RunPlan } from "./run-plan.ts";
import { openRunner } from "./runner.ts";
import { loadScenarioFile } from "./scenario-file.ts";
import type { RunnableScenario } from "./runnable-scenario.ts";

/** Runs every file; what is wrong with one does not keep the others from being run. The gravest exit code wins. */
export async function run(
  surroundings: Surroundings,
  files: readonly string[],
  options: RunOptions,
): Promise<ExitCode> {
  const plan = planRun(files, options);
  const interruption = watchInterruption(surroundings);
  const results: ResultFile[] = [];
  const codes: ExitCode[] = [];
  try {
    for (const file of plan.files) {
      if (interruption.stopped()) break;
      codes.push(await inSentences(surroundings, () => runFile(file, plan, surroundings, interruption, results)));
    }
  } finally {
    interruption.end();
  }
  if (plan.json) printJson(surroundings, results, plan);
  if (interruption.stopped()) codes.push(EXIT.interrupted);
  return gravest(codes);
}

/** One file's result as it is; several as a list, of those that could be run. */
function printJson({ out }: Surroundings, results: readonly ResultFile[], plan: RunPlan): void {
  if (plan.files.length > 1) out.write(`${stringifyStable(results)}\n`);
  else if (results[0] !== undefined) out.write(renderJson(results[0]));
}

async function runFile(
  file: FilePlan,
  plan: RunPlan,
  surroundings: Surroundings,
  interruption: Interruption,
  results: ResultFile[],
): Promise<ExitCode> {
  const { out } = surroundings;
  const loaded = await loadScenarioFile(file.path, plan.changes, surroundings.directory);
  const isTalking = !plan.json && !plan.quiet;
  if (isTalking) out.write(`${renderTerminalHead(loaded.document, out)}\n`);
  const failures = new FailureLog(surroundings, loaded);
  const runs = await runBalancers(loaded, plan, surroundings, interruption, failures);
  const complete = !interruption.stopped() || runs.length + failures.count === loaded.scenario.balancers.length;
  const result = loaded.resultOf(runs, complete);
  results.push(result);
  if (isTalking && runs.length > 0) out.write(renderTerminal(result, out));
  if (!complete) tellInterruption(surroundings, runs.length, loaded);
  if (runs.length === 0) return failures.code;
  const written = await writeOutputs(result, file.outputs, surroundings);
  const told = tellWritten(written, { talking: isTalking, open: plan.open }, surroundings);
  return gravest([failures.code, expectationCode(result, loaded), told]);
}

/** The finished runs, in the order of the scenario. */
async function runBalancers(
  loaded: RunnableScenario,
  plan: RunPlan,
  surroundings: Surroundings,
  interruption: Interruption,
  failures: FailureLog,
): Promise<readonly RunResult[]> {
  const { scenario } = loaded;
  const jobs = scenario.balancers.map((balancer) => ({ scenario, balancer, seed: scenario.seed }));
  const runs: RunResult[] = [];
  const progress = new ProgressLine(surroundings.err, jobs.length, plan.quiet);
  const runner = await openRunner(loaded, surroundings, {
    workers: plan.workers,
    runs: jobs.length,
    cache: plan.cache,
    stopped: interruption.stopped,
  });
  await runner.run(jobs, {
    onStart: (job, index) => progress.start(index, job.balancer.label),
    onProgress: (_, state, index) => progress.update(index, state),
    onResult(result, _, index) {
      progress.end(index);
      runs[index] = result;
    },
    onFailure(error, job, index) {
      progress.end(index);
      progress.clear();
      failures.add(error, job);
    },
  });
  await runner.close();
  progress.clear();
  // Without the places of those that failed or were not reached.
  return runs.filter(() => true);
}

function tellInterruption({ err }: Surroundings, finished: number, { scenario }: RunnableScenario): void {
  const total = scenario.balancers.length;
  const kept = finished === 0 ? "nothing is written" : "the result holds those";
  err.write(`Interrupted: ${finished} of ${total} had finished; ${kept}.\n`);
}

/** Expectations about balancers that the user left out cannot be decided, and are no reason to complain. */
function expectationCode({ expectations, complete }: ResultFile, loaded: RunnableScenario): ExitCode {
  if (expectations.some(({ outcome }) => outcome === "failed")) return EXIT.expectationFailed;
  const isUndecided = expectations.some(({ outcome }) => outcome === "unknown");
  return isUndecided && complete && !loaded.isNarrowed ? EXIT.inconclusive : EXIT.fine;
}
