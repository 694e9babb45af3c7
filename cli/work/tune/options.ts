/** The options of `tune`, and what is wrong with them before anything is run. */
import { cmaEsFault, gridRuns, LEAST_BUDGET, searchBudget, SEARCHERS } from "../../../sim/index.ts";
import type { Space } from "../../../sim/index.ts";
import { UserError } from "../../errors.ts";
import type { ExperimentOptions } from "../experiment/options.ts";

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

/** Throws a `UserError` where the words alone make no study. */
export function checkWords({ budget, searcher, minimise = [], maximise = [] }: TuneOptions): void {
  if (minimise.length + maximise.length === 0)
    throw new UserError("tune: expected an objective, such as --minimise 'p99(responseTime)', got none");
  if (!Object.hasOwn(SEARCHERS, searcher))
    throw new UserError(
      `--searcher: expected one of ${Object.keys(SEARCHERS).join(", ")}, got ${JSON.stringify(searcher)}`,
    );
  if (budget < LEAST_BUDGET) throw new UserError(`--budget: expected at least ${LEAST_BUDGET} runs, got ${budget}`);
}

/** Throws a `UserError` where the space is none for the searcher. */
export function checkSearcher(space: Space, { searcher, budget }: TuneOptions): void {
  const fault = searcher === "cma-es" ? cmaEsFault(space) : null;
  if (fault !== null) throw new UserError(`--searcher cma-es: expected ${fault}`);
  const needed = searcher === "grid" ? gridRuns({ space, budget: searchBudget(budget) }) : 0;
  if (needed > searchBudget(budget)) {
    throw new UserError(
      `--searcher grid: expected at least ${needed} runs besides the confirmation, or fewer values by --vary, got a --budget of ${budget}`,
    );
  }
}
