/** What `evenkeel tune` does: searches the parameters of balancers and scenario, and says what to configure. */
import { createHash } from "node:crypto";
import { join, resolve } from "node:path";
import { tuneVerdict } from "../../reports/tune-verdict.ts";
import { measuredText } from "../../reports/experiment/values.ts";
import { renderTuneTerminal } from "../../reports/terminal/tune.ts";
import {
  answerOf,
  cmaEsFault,
  gridRuns,
  LEAST_BUDGET,
  replicationSeed,
  runStudy,
  searchBudget,
  SEARCHERS,
} from "../../sim/index.ts";
import type { Configuration, ExperimentConstraint, Space, StudyPlan, TuneFile } from "../../sim/index.ts";
import { DEFAULT_FOLDER } from "../defaults.ts";
import { UserError } from "../errors.ts";
import { EXIT, gravest } from "../exit-codes.ts";
import type { ExitCode } from "../exit-codes.ts";
import { packageVersion } from "../package.ts";
import type { Surroundings } from "../surroundings.ts";
import type { OutputFile } from "./outputs.ts";
import { cacheFolder } from "./cache-folder.ts";
import { fingerprintsOf } from "./fingerprints.ts";
import { shellLine } from "./command-words.ts";
import { constraintsOf, measureOf } from "./experiment/measures.ts";
import { confidenceOf, fractionOption } from "./experiment/options.ts";
import type { ExperimentOptions } from "./experiment/options.ts";
import { folderName, tellExperiment } from "./experiment/outputs.ts";
import { commonWords, headOf, inSession } from "./experiment/session.ts";
import type { Session } from "./experiment/session.ts";
import { scenarioWarnings } from "./experiment/warnings.ts";
import { Answers } from "./tune/answers.ts";
import type { TuneObjective } from "./tune/answers.ts";
import { JOURNAL_VERSION, memoryJournal, openJournal } from "./tune/journal.ts";
import type { Journal } from "./tune/journal.ts";
import { balancerWord, recommendationOf } from "./tune/recommendation.ts";
import { tuneSpace } from "./tune/space.ts";
import { setsOf, Variants } from "./tune/variants.ts";

/** The options of `tune` as commander reads them. */
export interface TuneOptions extends Omit<ExperimentOptions, "measure"> {
  readonly minimise?: readonly string[];
  readonly maximise?: readonly string[];
  readonly subjectTo?: readonly string[];
  readonly vary?: readonly string[];
  readonly budget: number;
  readonly searcher: string;
  readonly precision: string;
  readonly study?: string;
  readonly resume?: true;
}

/** Tunes one scenario. */
export async function tuneCommand(surroundings: Surroundings, file: string, options: TuneOptions): Promise<ExitCode> {
  checkWords(options);
  return await inSession(surroundings, file, options, async (session) => {
    const task = await taskOf(session, options, surroundings);
    await task.variants.check();
    const journal = await journalOf(task, file, options, surroundings);
    try {
      const answers = new Answers({ ...task, journal, execute: session.execute });
      session.failures.repeatBy((job) => answers.replayOf(job));
      const outcome = await runStudy(task.plan, answers.evaluate, (_, { runs, best }) => {
        const { text, measure } = task.objectives[0]!;
        session.progress.note(`${runs} of ${options.budget}, best ${text} ${measuredText(best, measure.unit)}`);
      });
      session.progress.clear();
      const result = await fileOf(session, task, options, answers, answerOf(task.plan, outcome));
      const text = renderTuneTerminal(result, surroundings.out);
      const files = productFiles(result, file, options);
      const written = await tellExperiment(result, file, options, surroundings, { text, files });
      return gravest([session.failures.code, written, decisionCode(result)]);
    } finally {
      journal.close();
    }
  });
}

interface Task {
  readonly plan: StudyPlan;
  readonly space: Space;
  readonly objectives: readonly TuneObjective[];
  readonly constraints: readonly ExperimentConstraint[];
  readonly variants: Variants;
  readonly replayOf: (configuration: Configuration, seed: number) => string;
  /** Over everything that a run's answer depends on. */
  readonly identity: string;
  readonly scenario: string;
}

function checkWords({ budget, searcher, minimise = [], maximise = [] }: TuneOptions): void {
  if (minimise.length + maximise.length === 0)
    throw new UserError("tune: expected an objective, such as --minimise 'p99(responseTime)', got none");
  if (!Object.hasOwn(SEARCHERS, searcher))
    throw new UserError(
      `--searcher: expected one of ${Object.keys(SEARCHERS).join(", ")}, got ${JSON.stringify(searcher)}`,
    );
  if (budget < LEAST_BUDGET) throw new UserError(`--budget: expected at least ${LEAST_BUDGET} runs, got ${budget}`);
}

/** Confirmation's seeds begin so far from the search's that these never come there. */
const FRESH_SEEDS_AT = 1_000_000;

async function taskOf(session: Session, options: TuneOptions, surroundings: Surroundings): Promise<Task> {
  const { loaded } = session;
  const { scenario } = loaded;
  const { balancer: balancers = [], set: sets = [], seed = null, searcher } = options;
  const space = tuneSpace(loaded, options.vary ?? [], balancers);
  checkSearcher(space, options);
  const objectives = objectivesOf(options, session);
  const constraints = constraintsOf(options.subjectTo ?? [], "--subject-to", scenario);
  const variants = new Variants(loaded, space, { seed, sets, balancers }, surroundings.directory);
  const far = scenario.seed + 2 * FRESH_SEEDS_AT <= Number.MAX_SAFE_INTEGER ? FRESH_SEEDS_AT : -2 * FRESH_SEEDS_AT;
  return {
    ...{ space, objectives, constraints, variants, scenario: scenario.name },
    plan: {
      ...{ space, objectives: objectives.map(({ text, goal }) => ({ text, goal })), budget: options.budget },
      searcher: { name: searcher, make: SEARCHERS[searcher]! },
      confidence: confidenceOf(options),
      precision: fractionOption(options.precision, "--precision", 0, 1, "2%"),
      seed: scenario.seed,
      searchSeed: (index) => replicationSeed(scenario.seed, index),
      freshSeed: (index) => replicationSeed(scenario.seed + far, index),
    },
    replayOf: (configuration, runSeed) => replayLine(configuration, runSeed, space, session, sets),
    identity: await identityOf(session, surroundings, sets),
  };
}

/** The scenario, and by content what it reads beside itself: traces, balancers of the user's own, the simulator. */
async function identityOf({ loaded }: Session, surroundings: Surroundings, sets: readonly string[]): Promise<string> {
  const prints = await fingerprintsOf(loaded, cacheFolder(surroundings));
  return createHash("sha256")
    .update(JSON.stringify([loaded.document, sets, prints]))
    .digest("hex");
}

function checkSearcher(space: Space, { searcher, budget }: TuneOptions): void {
  const fault = searcher === "cma-es" ? cmaEsFault(space) : null;
  if (fault !== null) throw new UserError(`--searcher cma-es: expected ${fault}`);
  const needed = searcher === "grid" ? gridRuns({ space, budget: searchBudget(budget) }) : 0;
  if (needed > searchBudget(budget)) {
    throw new UserError(
      `--searcher grid: expected at least ${needed} runs besides the confirmation, or fewer values by --vary, got a --budget of ${budget}`,
    );
  }
}

/** In the order: what is minimised first. */
function objectivesOf({ minimise = [], maximise = [] }: TuneOptions, { loaded }: Session): readonly TuneObjective[] {
  const read = (text: string, goal: TuneObjective["goal"]): TuneObjective => {
    const measure = measureOf(text, `--${goal}`, loaded.scenario);
    return { text, goal, measure: { ...measure, better: goal === "minimise" ? "lower" : "higher" } };
  };
  return [...minimise.map((text) => read(text, "minimise")), ...maximise.map((text) => read(text, "maximise"))];
}

/** The command that repeats one run. */
function replayLine(
  { balancer, values }: Configuration,
  seed: number,
  space: Space,
  { loaded }: Session,
  sets: readonly string[],
): string {
  const spec = loaded.scenario.balancers.find(({ label }) => label === balancer)!;
  const { dimensions } = space.find((each) => each.balancer === balancer)!;
  const own = dimensions.filter((each) => each.balancer !== null).map(({ path }) => [path, values[path]!] as const);
  const tuned = { ...spec, parameters: { ...spec.parameters, ...Object.fromEntries(own) } };
  return shellLine([
    ...["evenkeel", "run", loaded.file, "--seed", String(seed)],
    ...[...sets, ...setsOf(dimensions, values)].flatMap((set) => ["--set", set]),
    ...["--balancer", balancerWord(tuned, loaded)],
  ]);
}

/** Beside the other files; with `--json` alone no file is written, and the study is kept nowhere. */
async function journalOf(
  { identity, objectives, constraints, scenario }: Task,
  file: string,
  options: TuneOptions,
  { directory }: Surroundings,
): Promise<Journal> {
  const isKept = options.study !== undefined || options.json !== true || options.out !== undefined;
  if (!isKept) {
    if (options.resume) throw new UserError("--resume: expected --study or --out beside --json, got neither");
    return memoryJournal();
  }
  const shown = options.study ?? join(options.out ?? DEFAULT_FOLDER, folderName(file), "study.jsonl");
  const head = {
    ...{ study: JOURNAL_VERSION, version: packageVersion(), scenario, identity },
    objectives: objectives.map(({ text }) => text),
    constraints: constraints.map(({ text }) => text),
  } as const;
  return openJournal(resolve(directory, shown), shown, head, options.resume === true);
}

async function fileOf(
  session: Session,
  { plan, space, objectives, constraints, variants }: Task,
  options: TuneOptions,
  answers: Answers,
  { rejected, ...answer }: ReturnType<typeof answerOf>,
): Promise<TuneFile> {
  const measures = objectives.map(({ measure }) => measure);
  const winner = answer.winner === null ? null : answer.configurations[answer.winner]!;
  const setup = winner === null ? null : await variants.setupOf(winner);
  const file: Omit<TuneFile, "verdict"> = {
    ...headOf(session, measures, plan.confidence, ["tune", ...wordsOf(session, plan, options)]),
    kind: "tune",
    ...answer,
    constraints: constraints.map(({ text }) => text),
    failures: answers.failures,
    warnings: scenarioWarnings(session),
    recommendation:
      winner === null || setup === null || typeof setup === "string"
        ? null
        : recommendationOf(winner, setup, space, session.loaded),
  };
  return { ...file, verdict: tuneVerdict(file, rejected) };
}

/** What the command needs to be the same again. Not where the study is kept: that changes nothing in it. */
function wordsOf(session: Session, { budget, searcher }: StudyPlan, options: TuneOptions): readonly string[] {
  const each = (option: string, values: readonly string[] = []): readonly string[] =>
    values.flatMap((value) => [option, value]);
  return [
    ...commonWords(options, session),
    ...each("--minimise", options.minimise),
    ...each("--maximise", options.maximise),
    ...each("--subject-to", options.subjectTo),
    ...each("--vary", options.vary),
    ...["--budget", String(budget), "--searcher", searcher.name],
    ...["--precision", options.precision, "--confidence", options.confidence ?? "95%"],
  ];
}

const CONFIGURATION_FILES: Readonly<Record<string, string>> = {
  nginx: "nginx.conf",
  HAProxy: "haproxy.cfg",
  Envoy: "envoy.yaml",
};

/** The recommended balancer in its product's own configuration, beside the other files. */
function productFiles({ recommendation }: TuneFile, file: string, { out, json }: TuneOptions): readonly OutputFile[] {
  const configuration = recommendation?.configuration ?? null;
  if (configuration === null || (json && out === undefined)) return [];
  const name = CONFIGURATION_FILES[configuration.product] ?? "configuration.txt";
  return [{ path: join(out ?? DEFAULT_FOLDER, folderName(file), name), contents: configuration.text }];
}

/** 4: nothing can be recommended. */
function decisionCode({ winner, complete }: TuneFile): ExitCode {
  if (!complete) return EXIT.interrupted;
  return winner === null ? EXIT.inconclusive : EXIT.fine;
}
