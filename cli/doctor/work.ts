/** What `evenkeel doctor` does. */
import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { Interrupted } from "../../sim/index.ts";
import { tellOurFault } from "../command.ts";
import { UserError } from "../errors.ts";
import { EXIT, gravest, type ExitCode } from "../exit-codes.ts";
import { watchInterruption } from "../interrupt.ts";
import type { Surroundings } from "../surroundings.ts";
import { agendaOf, type Agenda, type Group } from "./agenda.ts";
import { readCases, type OracleCase } from "./case-file.ts";
import { examine, type Effort, type Finding } from "./examine.ts";
import { inThisThread, onThreads, type Executor } from "./executors.ts";
import { caseLines, countsOf, headLine, notCoveredLines, reportData, summaryLine, type Report } from "./rendering.ts";
import { shippedCasesPath } from "./shipped-cases.ts";

/** The options of `doctor` as commander reads them. */
export interface DoctorOptions {
  readonly cases?: string;
  readonly family?: readonly string[];
  readonly case?: readonly string[];
  readonly tier: number;
  readonly seed: number;
  readonly seeds: number;
  readonly threads?: number;
  readonly json?: true;
}

/** Threads need the sources built to JavaScript, which tests on the sources themselves have not. */
const BUILT = import.meta.url.endsWith(".js");
const LONGEST_ID = 48;

/** Runs the chosen cases and tells what came of each. */
export async function doctor(surroundings: Surroundings, options: DoctorOptions): Promise<ExitCode> {
  const startedAt = performance.now();
  const { out } = surroundings;
  const all = await readCases(
    options.cases ? resolve(surroundings.directory, options.cases) : shippedCasesPath(),
    options.cases,
  );
  const chosen = choose(all, options);
  const agenda = agendaOf(all);
  const reports = new Map<string, Report>();
  for (const oracle of chosen) {
    const reason = agenda.notCovered.get(oracle.id);
    if (reason === undefined) continue;
    reports.set(oracle.id, {
      oracle,
      outcome: "not-covered",
      reason,
      finding: null,
      replay: replayOf(oracle, options),
    });
  }
  const idWidth = Math.min(LONGEST_ID, Math.max(...chosen.map(({ id }) => id.length)));
  const tell = (finding: Finding): void => {
    const { oracle } = finding.task;
    const report = {
      oracle,
      outcome: finding.outcome,
      reason: finding.reason,
      finding,
      replay: replayOf(oracle, options),
    };
    reports.set(oracle.id, report);
    if (!options.json && report.outcome !== "not-covered") out.write(caseLines(report, idWidth, out.unicode));
  };
  const groups = groupsOf(agenda, chosen);
  if (!options.json && groups.length > 0) out.write(headLine(idWidth));
  const codes = await runAll(surroundings, groups, options, tell);
  const told = chosen.flatMap(({ id }) => reports.get(id) ?? []);
  const counts = countsOf(told);
  if (options.json) out.write(`${JSON.stringify({ counts, cases: told.map(reportData) }, null, 2)}\n`);
  else {
    out.write(notCoveredLines(told, out.unicode));
    out.write(summaryLine(counts, (performance.now() - startedAt) / 1000));
  }
  const nothing = counts.passed === 0 && counts.failed === 0;
  return gravest([...codes, counts.failed > 0 ? EXIT.expectationFailed : nothing ? EXIT.inconclusive : EXIT.fine]);
}

function choose(all: readonly OracleCase[], { family, case: ids, tier }: DoctorOptions): OracleCase[] {
  for (const id of ids ?? []) {
    if (!all.some((oracle) => oracle.id === id)) throw new UserError(`--case: expected the id of a case, got ${id}`);
  }
  for (const name of family ?? []) {
    const names = [...new Set(all.map((oracle) => oracle.family))];
    if (!names.includes(name)) throw new UserError(`--family: expected one of ${names.join(", ")}, got ${name}`);
  }
  const chosen = all.filter(
    (oracle) => oracle.tier <= tier && (family?.includes(oracle.family) ?? true) && (ids?.includes(oracle.id) ?? true),
  );
  if (chosen.length === 0) throw new UserError("doctor: expected at least one case that fits all options, got none");
  return chosen;
}

/**
 * The groups' runs stay those of the whole file, so that a case chosen alone meets exactly the runs that it met among the
 * others; only what is judged is cut down.
 */
function groupsOf({ groups }: Agenda, chosen: readonly OracleCase[]): Group[] {
  const ids = new Set(chosen.map(({ id }) => id));
  return groups
    .map((group) => ({ ...group, tasks: group.tasks.filter(({ oracle }) => ids.has(oracle.id)) }))
    .filter(({ tasks }) => tasks.length > 0);
}

/** Several groups at a time, told of in the order of the file. Returns the codes of what went wrong on the way. */
async function runAll(
  surroundings: Surroundings,
  groups: readonly Group[],
  options: DoctorOptions,
  tell: (finding: Finding) => void,
): Promise<ExitCode[]> {
  const interruption = watchInterruption(surroundings);
  const threads = Math.min(options.threads ?? availableParallelism(), groups.length);
  const executor = BUILT && threads > 1 ? onThreads(threads) : inThisThread(interruption.stopped);
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

function replayOf(oracle: OracleCase, { cases, seed, seeds }: DoctorOptions): string {
  const file = cases === undefined ? "" : ` --cases ${quoted(cases)}`;
  return `evenkeel doctor${file} --case ${quoted(oracle.id)} --seed ${seed} --seeds ${seeds}`;
}

function quoted(word: string): string {
  return /^[\w./:@%+=-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
