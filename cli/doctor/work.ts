/** What `evenkeel doctor` does. */
import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { Interrupted } from "../../sim/index.ts";
import { tellOurFault } from "../command.ts";
import { EXIT, gravest, type ExitCode } from "../exit-codes.ts";
import { watchInterruption } from "../interrupt.ts";
import type { Surroundings } from "../surroundings.ts";
import { agendaOf, type Agenda, type Group } from "./agenda.ts";
import { readCases, type OracleCase } from "./case-file.ts";
import { calculate, examine, type Effort, type Finding } from "./examine.ts";
import { inThisThread, onThreads, type Executor } from "./executors.ts";
import {
  caseLines,
  countsOf,
  headLine,
  notCoveredLines,
  reportData,
  summaryLine,
  type Counts,
  type Report,
} from "./rendering.ts";
import { choose, groupsOf, replayOf, type DoctorOptions } from "./selection.ts";
import { shippedCasesPath } from "./shipped-cases.ts";

/** On the sources themselves threads are slow to start: tests have them only where they ask. */
const DEFAULT_THREADS = import.meta.url.endsWith(".js") ? availableParallelism() : 1;
const LONGEST_ID = 48;

/** Runs the chosen cases and tells what came of each. */
export async function doctor(surroundings: Surroundings, options: DoctorOptions): Promise<ExitCode> {
  const startedAt = performance.now();
  const { out } = surroundings;
  const path = options.cases ? resolve(surroundings.directory, options.cases) : shippedCasesPath();
  const all = await readCases(path, options.cases);
  const chosen = choose(all, options);
  const agenda = agendaOf(all);
  const groups = groupsOf(agenda, chosen);
  const reports = new Map(chosen.flatMap((oracle) => unrunnable(oracle, agenda, options)));
  const idWidth = Math.min(LONGEST_ID, Math.max(...chosen.map(({ id }) => id.length)));
  const calculated = agenda.calculated.filter(({ oracle }) => chosen.includes(oracle));
  if (!options.json && groups.length + calculated.length > 0) out.write(headLine(idWidth));
  const tell = (finding: Finding): void => {
    const { oracle } = finding.task;
    const { outcome, reason } = finding;
    const report = { oracle, outcome, reason, finding, replay: replayOf(oracle, options) };
    reports.set(oracle.id, report);
    if (!options.json && outcome !== "not-covered") out.write(caseLines(report, idWidth, out.unicode));
  };
  const effort = { firstSeed: options.seed, mostSeeds: options.seeds };
  for (const task of calculated) tell(await calculate(task, effort));
  const codes = groups.length > 0 ? await runAll(surroundings, groups, options, tell) : [];
  const told = chosen.flatMap(({ id }) => reports.get(id) ?? []);
  const counts = countsOf(told, chosen.length);
  if (options.json) out.write(`${JSON.stringify({ counts, cases: told.map(reportData) }, null, 2)}\n`);
  else out.write(notCoveredLines(told, out.unicode) + summaryLine(counts, (performance.now() - startedAt) / 1000));
  return gravest([...codes, codeOf(counts)]);
}

function unrunnable(oracle: OracleCase, agenda: Agenda, options: DoctorOptions): [string, Report][] {
  const reason = agenda.notCovered.get(oracle.id);
  if (reason === undefined) return [];
  const replay = replayOf(oracle, options);
  return [[oracle.id, { oracle, outcome: "not-covered", reason, finding: null, replay }]];
}

function codeOf({ passed, failed }: Counts): ExitCode {
  if (failed > 0) return EXIT.expectationFailed;
  return passed > 0 ? EXIT.fine : EXIT.inconclusive;
}

/** Several groups at a time, told of in the order of the file. Returns the codes of what went wrong on the way. */
async function runAll(
  surroundings: Surroundings,
  groups: readonly Group[],
  options: DoctorOptions,
  tell: (finding: Finding) => void,
): Promise<ExitCode[]> {
  const interruption = watchInterruption(surroundings);
  const threads = Math.min(options.threads ?? DEFAULT_THREADS, groups.length);
  const executor = threads > 1 ? onThreads(threads) : inThisThread(interruption.stopped);
  const effort = { firstSeed: options.seed, mostSeeds: options.seeds };
  const codes: ExitCode[] = [];
  const watch = setInterval(() => interruption.stopped() && void executor.close(), 100);
  try {
    const fault = (error: unknown, { tasks }: Group): void => {
      codes.push(EXIT.ourFault);
      tellOurFault(surroundings, error, replayOf(tasks[0]!.oracle, options));
    };
    await inOrder(groups, effort, executor, tell, fault);
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    codes.push(EXIT.interrupted);
  } finally {
    clearInterval(watch);
    interruption.end();
    await executor.close();
  }
  return codes;
}

async function inOrder(
  groups: readonly Group[],
  effort: Effort,
  executor: Executor,
  tell: (finding: Finding) => void,
  fault: (error: unknown, group: Group) => void,
): Promise<void> {
  const ended = groups.map((): Promise<Finding[]> => Promise.resolve([]));
  const start = (index: number): void => {
    if (index >= groups.length) return;
    ended[index] = examine(groups[index]!, effort, executor.execute);
    // Whoever waits for it hears of its failure; until then it is not unhandled.
    ended[index].catch(() => {});
  };
  // A few groups ahead keep every thread busy while one group waits for its last run.
  const ahead = executor.width + 1;
  for (let index = 0; index < ahead; index++) start(index);
  for (const [index, group] of groups.entries()) {
    try {
      (await ended[index]!).forEach(tell);
    } catch (error) {
      if (error instanceof Interrupted) throw error;
      fault(error, group);
    }
    start(index + ahead);
  }
}
