/** What `evenkeel sweep` does: varies paths of a scenario, runs every point, and says what each does to the measures. */
import { renderSweepTerminal } from "../../reports/terminal/sweep.ts";
import { sweep } from "../../sim/index.ts";
import type { SweepFile, SweepOutcome, SweepPlan } from "../../sim/index.ts";
import { EXIT, gravest } from "../exit-codes.ts";
import type { ExitCode } from "../exit-codes.ts";
import type { Surroundings } from "../surroundings.ts";
import { tellExperiment } from "./experiment/outputs.ts";
import { commonWords, headOf, inSession } from "./experiment/session.ts";
import type { Session } from "./experiment/session.ts";
import { contendersOf, truthWarnings } from "./experiment/warnings.ts";
import { loadWarnings } from "./sweep/load-warnings.ts";
import { readWords } from "./sweep/options.ts";
import type { SweepOptions } from "./sweep/options.ts";
import { planOf } from "./sweep/plan.ts";
import { requirementWarnings } from "./sweep/requirements.ts";
import { Variants } from "./sweep/variants.ts";

/** Sweeps over one scenario. */
export async function sweepCommand(surroundings: Surroundings, file: string, options: SweepOptions): Promise<ExitCode> {
  const words = readWords(options);
  return await inSession(surroundings, file, options, async (session) => {
    const { seed = null, set: sets = [], balancer: balancers = [] } = options;
    const variants = new Variants(session, { seed, sets, balancers }, surroundings.directory);
    session.failures.repeatBy((job) => variants.replayOf(job));
    const plan = await planOf(session, words, options, variants);
    const outcome = await sweep(plan, session.execute);
    session.progress.clear();
    const result = fileOf(session, plan, options, outcome);
    const text = renderSweepTerminal(result, surroundings.out);
    const written = await tellExperiment(result, file, options, surroundings, { text });
    return gravest([session.failures.code, written, outcome.complete ? EXIT.fine : EXIT.interrupted]);
  });
}

function fileOf(session: Session, plan: SweepPlan, options: SweepOptions, outcome: SweepOutcome): SweepFile {
  const { measures, confidence, design, contenders, requirementsOf } = plan;
  const limited = plan.limit === null ? [] : requirementWarnings(session.loaded, contenders, requirementsOf);
  const infos = contendersOf(session);
  return {
    ...headOf(session, measures, confidence, ["sweep", ...wordsOf(session, plan, options)]),
    kind: "sweep",
    design,
    contenders: infos,
    ...outcome,
    warnings: [...loadWarnings(plan), ...infos.flatMap(truthWarnings), ...limited, ...outcome.warnings],
  };
}

/** What the command needs to be the same again. */
function wordsOf(session: Session, { measures }: SweepPlan, options: SweepOptions): readonly string[] {
  const { vary = [], findLimit, design, replications, confidence = "95%" } = options;
  return [
    ...commonWords(options, session),
    ...vary.flatMap((each) => ["--vary", each]),
    ...(findLimit === undefined ? [] : ["--find-limit", findLimit]),
    ...["--design", design, "--replications", String(replications)],
    ...measures.flatMap(({ text }) => ["--measure", text]),
    ...["--confidence", confidence],
  ];
}
