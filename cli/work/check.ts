/** What `evenkeel check` does: validates files without running them, and says what load to expect. */
import { formatDuration } from "../../reports/format.ts";
import { stringifyStable } from "../../reports/json.ts";
import { emphasise, fit, plainText, wrap } from "../../reports/terminal/text.ts";
import type { TerminalStyle } from "../../reports/terminal.ts";
import { toSeconds } from "../../sim/index.ts";
import type { Scenario } from "../../sim/index.ts";
import { shownProblem, UserError } from "../errors.ts";
import { EXIT } from "../exit-codes.ts";
import type { ExitCode } from "../exit-codes.ts";
import type { Surroundings } from "../surroundings.ts";
import { counted, estimateLoad, loadSentence } from "./load-estimate.ts";
import type { LoadEstimate } from "./load-estimate.ts";
import { queueWarnings } from "./queue-warnings.ts";
import { NO_CHANGES } from "./runnable-scenario.ts";
import type { RunnableScenario } from "./runnable-scenario.ts";
import { loadScenarioFile, ScenarioProblems } from "./scenario-file.ts";
import { traceProblems } from "./trace-files.ts";

/** The options of `check` as commander reads them. */
export interface CheckOptions {
  readonly set?: readonly string[];
  readonly json?: true;
}

/** A file that is a scenario, and what to beware of in it. */
interface Sound {
  readonly file: string;
  readonly scenario: Scenario;
  readonly load: LoadEstimate;
  readonly warnings: readonly string[];
}

/** What was found of one file. */
type Finding = Sound | { readonly file: string; readonly problems: UserError };

/** Checks every file; exit code 2 where one is no scenario. */
export async function check(
  surroundings: Surroundings,
  files: readonly string[],
  options: CheckOptions,
): Promise<ExitCode> {
  const { out, err, directory } = surroundings;
  const findings: Finding[] = [];
  for (const file of files) findings.push(await find(file, options.set ?? [], directory));
  if (options.json) out.write(`${stringifyStable(findings.map(dataOf))}\n`);
  for (const finding of options.json ? [] : findings) {
    if ("scenario" in finding) out.write(textOf(finding, out));
    else for (const problem of finding.problems.problems) err.write(shownProblem(problem));
  }
  return findings.every((finding) => "scenario" in finding) ? EXIT.fine : EXIT.usersFault;
}

async function find(file: string, sets: readonly string[], directory: string): Promise<Finding> {
  try {
    const loaded = await loadScenarioFile(file, { ...NO_CHANGES, sets }, directory);
    const problems = await traceProblems(loaded, directory);
    return problems.length > 0 ? { file, problems: new UserError(problems) } : { file, ...soundness(loaded) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { file, problems: error };
  }
}

function soundness(loaded: RunnableScenario): Omit<Sound, "file"> {
  const { scenario } = loaded;
  const load = estimateLoad(scenario);
  return { scenario, load, warnings: [...load.warnings, ...queueWarnings(loaded)].map(({ text }) => text) };
}

function dataOf(finding: Finding): object {
  const { file } = finding;
  if (!("scenario" in finding)) {
    const { problems } = finding;
    const found =
      problems instanceof ScenarioProblems ? problems.found : problems.problems.map((message) => ({ file, message }));
    return { file, ok: false, problems: found };
  }
  const { scenario, warnings } = finding;
  const { warnings: _, ...load } = finding.load;
  return {
    file,
    ok: true,
    problems: [],
    warnings,
    name: scenario.name,
    durationSeconds: scenario.durationNs === Infinity ? null : toSeconds(scenario.durationNs),
    load,
    balancers: scenario.balancers.map(({ label }) => label),
    faults: scenario.faults.length,
    expectations: scenario.expect.length,
  };
}

function textOf({ file, scenario, load, warnings }: Sound, style: TerminalStyle): string {
  const lasts =
    scenario.durationNs === Infinity ? "until its traces end" : formatDuration(toSeconds(scenario.durationNs));
  const facts = [
    plainText(scenario.name),
    `${loadSentence(load)}, ${lasts}`,
    `${counted(scenario.balancers.length, "balancer")}: ${scenario.balancers.map(({ label }) => plainText(label)).join(", ")}`,
    `${counted(scenario.expect.length, "expectation")}, ${counted(scenario.faults.length, "fault")}`,
  ];
  const indented = { columns: style.columns - 2, colour: style.colour, unicode: style.unicode };
  return [
    `${fit(file, style)}: ${emphasise("ok", "good", style)}`,
    ...facts.flatMap((fact) => wrap(fact, indented, "  ")).map((line) => `  ${line}`),
    ...warnings
      .flatMap((warning) => wrap(`beware: ${warning}`, indented, "  "))
      .map((line) => emphasise(`  ${line}`, "bad", style)),
  ]
    .map((line) => `${line}\n`)
    .join("");
}
