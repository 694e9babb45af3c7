/** The options of `sweep`, and what is wrong with them before anything is loaded. */
import { isVaryFault, parseVary } from "../../../scenarios/index.ts";
import type { Vary } from "../../../scenarios/index.ts";
import { SPACE_FILLING } from "../../../sim/index.ts";
import type { DesignKind } from "../../../sim/index.ts";
import { UserError } from "../../errors.ts";
import type { ExperimentOptions } from "../experiment/options.ts";

/** The options of `sweep` as commander reads them. */
export interface SweepOptions extends ExperimentOptions {
  readonly vary?: readonly string[];
  readonly findLimit?: string;
  readonly design: string;
  readonly replications: number;
}

/** A design as its option names it. */
export interface DesignWish {
  readonly kind: DesignKind;
  /** Points of a space-filling design; 0 of the others, which follow from the axes. */
  readonly count: number;
}

/** What is varied, by which design, and whose limit is searched for. */
export interface SweepWords {
  readonly varies: readonly Vary[];
  readonly limit: Vary | null;
  readonly design: DesignWish;
}

/** Throws a `UserError` where the words alone make no sweep. */
export function readWords({ vary = [], findLimit, design }: SweepOptions): SweepWords {
  if (vary.length === 0 && findLimit === undefined) {
    throw new UserError("sweep: expected something to vary, such as --vary nodes=2..20, or --find-limit, got neither");
  }
  const varies = vary.map((text) => readVary(text, "--vary"));
  const limit = findLimit === undefined ? null : readVary(findLimit, "--find-limit");
  const paths = varies.map(({ path }) => path);
  const twice = paths.find((path, index) => paths.indexOf(path) !== index);
  if (twice !== undefined) throw new UserError(`--vary ${twice}: expected each path once, got it twice`);
  if (limit !== null && paths.includes(limit.path)) {
    throw new UserError(`--find-limit ${limit.path}: expected a path that is not varied, got one that is`);
  }
  return { varies, limit, design: readDesign(design) };
}

function readVary(text: string, option: string): Vary {
  const read = parseVary(text);
  if (!isVaryFault(read)) return read;
  throw new UserError(`${option}${read.path === null ? "" : ` ${read.path}`}: ${read.message}`);
}

/** More points than anybody waits for. */
export const MOST_POINTS = 10_000;

function readDesign(text: string): DesignWish {
  const [kind = "", count, ...rest] = text.split(":");
  if ((kind === "grid" || kind === "list") && count === undefined) return { kind, count: 0 };
  const filling = SPACE_FILLING.find((each) => each === kind);
  const points = /^\d+$/.test(count ?? "") ? Number(count) : 0;
  if (filling !== undefined && rest.length === 0 && points >= 1 && points <= MOST_POINTS) {
    return { kind: filling, count: points };
  }
  throw new UserError(
    `--design: expected grid, list, or sobol, halton or latin-hypercube with 1 to ${MOST_POINTS} points, such as ` +
      `sobol:64, got ${JSON.stringify(text)}`,
  );
}
