/** From the words of the command to what a study needs: space, objectives, seeds, and how a run is repeated. */
import { createHash } from "node:crypto";
import { replicationSeed, SEARCHERS } from "../../../sim/index.ts";
import type { Configuration, ExperimentConstraint, Space, StudyPlan } from "../../../sim/index.ts";
import type { Surroundings } from "../../surroundings.ts";
import { balancerWord } from "../balancer-as-written.ts";
import { cacheFolder } from "../cache-folder.ts";
import { replayCommand } from "../command-words.ts";
import { constraintsOf, measureOf } from "../experiment/measures.ts";
import { confidenceOf, fractionOption } from "../experiment/options.ts";
import type { Session } from "../experiment/session.ts";
import { fingerprintsOf } from "../fingerprints.ts";
import type { TuneObjective } from "./answers.ts";
import { checkSearcher } from "./options.ts";
import type { TuneOptions } from "./options.ts";
import { tuneSpace } from "./space.ts";
import { setsOf, Variants } from "./variants.ts";

/** What is to be searched, and by what. */
export interface Task {
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

/** Confirmation's seeds begin so far from the search's that these never come there. */
const FRESH_SEEDS_AT = 1_000_000;

/** Throws a `UserError` where the words say nothing that can be searched. */
export async function taskOf(session: Session, options: TuneOptions, surroundings: Surroundings): Promise<Task> {
  const { loaded } = session;
  const { scenario } = loaded;
  const { balancer: balancers = [], set: sets = [], seed = null, searcher } = options;
  const space = tuneSpace(loaded, options.vary ?? [], balancers);
  checkSearcher(space, options);
  const objectives = objectivesOf(options, session);
  const constraints = constraintsOf(options.subjectTo ?? [], "--subject-to", scenario);
  const variants = new Variants(session, space, { seed, sets, balancers }, surroundings.directory);
  const far = scenario.seed + 2 * FRESH_SEEDS_AT <= Number.MAX_SAFE_INTEGER ? FRESH_SEEDS_AT : -2 * FRESH_SEEDS_AT;
  return {
    space,
    objectives,
    constraints,
    variants,
    scenario: scenario.name,
    plan: {
      space,
      objectives: objectives.map(({ text, goal }) => ({ text, goal })),
      budget: options.budget,
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
  // What cannot be read fails in the runs, which tell it better.
  const prints = await fingerprintsOf(loaded, cacheFolder(surroundings)).catch(() => null);
  return createHash("sha256")
    .update(JSON.stringify([loaded.document, sets, prints]))
    .digest("hex");
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
  const allSets = [...sets, ...setsOf(dimensions, values)];
  return replayCommand({ file: loaded.file, seed, sets: allSets, balancer: balancerWord(tuned, loaded) });
}
