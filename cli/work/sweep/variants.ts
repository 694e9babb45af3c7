/** The scenario with other values: read again from its file as `--set` would have it, once for each set of values. */
import { formatProblem } from "../../../scenarios/index.ts";
import type { AnyJob, Scenario } from "../../../sim/index.ts";
import { balancerWord } from "../balancer-as-written.ts";
import { replayCommand } from "../command-words.ts";
import type { Session } from "../experiment/session.ts";
import { loadVariant } from "../experiment/variant.ts";
import { ScenarioProblems } from "../scenario-file.ts";
import type { ScenarioChanges } from "../runnable-scenario.ts";

/** A value for a path of the scenario; `option` is what messages say of it, `--vary nodes`. */
export interface Setting {
  readonly path: string;
  readonly text: string;
  readonly option: string;
}

/** Why a scenario does not take its values. */
export interface Refused {
  /** Sentences about the values of this option alone; what else is wrong is not the option's fault. */
  readonly of: (option: string) => readonly string[];
  readonly first: string;
}

export type Variant = { readonly scenario: Scenario } | { readonly refused: Refused };

export class Variants {
  readonly #session: Session;
  readonly #changes: ScenarioChanges;
  readonly #directory: string;
  readonly #known = new Map<string, Promise<Variant>>();
  readonly #sets = new WeakMap<Scenario, readonly string[]>();

  constructor(session: Session, changes: ScenarioChanges, directory: string) {
    this.#session = session;
    this.#changes = changes;
    this.#directory = directory;
  }

  /** The scenario with these settings; the same object for the same settings. */
  with(settings: readonly Setting[]): Promise<Variant> {
    if (settings.length === 0) return Promise.resolve({ scenario: this.#session.loaded.scenario });
    const sets = settings.map(({ path, text }) => `${path}=${text}`);
    const key = JSON.stringify(sets);
    const known = this.#known.get(key) ?? this.#load(settings, sets);
    this.#known.set(key, known);
    return known;
  }

  /** The command that repeats a job of any of them. */
  replayOf({ scenario, balancer, seed }: AnyJob): string {
    const { loaded } = this.#session;
    const sets = [...this.#changes.sets, ...(this.#sets.get(scenario) ?? [])];
    return replayCommand({ file: loaded.file, seed, sets, balancer: balancerWord(balancer, loaded) });
  }

  async #load(settings: readonly Setting[], sets: readonly string[]): Promise<Variant> {
    try {
      const { scenario } = await loadVariant(this.#session, this.#changes, sets, this.#directory);
      this.#sets.set(scenario, sets);
      return { scenario };
    } catch (error) {
      if (error instanceof ScenarioProblems) return { refused: refusedBy(error, settings) };
      throw error;
    }
  }
}

/** The values come by `--set`, but the user wrote another option. */
function refusedBy({ found }: ScenarioProblems, settings: readonly Setting[]): Refused {
  const told = found.map((problem) => {
    const setting = settings.find(({ path }) => problem.override === `--set ${path}`);
    if (setting === undefined) return { option: null, sentence: formatProblem(problem) };
    const { option } = setting;
    // The path of the option is what the user wrote; the scenario's own way to say it would be news.
    const isItself = problem.path.replaceAll(/\[(\d+)\]/g, ".$1") === setting.path;
    return {
      option,
      sentence: isItself ? `${option}: ${problem.message}` : `${option}: ${problem.path}: ${problem.message}`,
    };
  });
  return {
    of: (option) => told.filter((each) => each.option === option).map(({ sentence }) => sentence),
    first: told[0]!.sentence,
  };
}
