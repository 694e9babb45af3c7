/** The measures and constraints that a command names, read and checked. */
import { readConstraint, readFigure } from "../../../scenarios/index.ts";
import type { ExpectationFault } from "../../../scenarios/index.ts";
import type { ExperimentConstraint, ExperimentMeasure, Scenario } from "../../../sim/index.ts";
import { UserError } from "../../errors.ts";

/** What is compared where nobody says: the middle, the tail and what is lost. */
export const DEFAULT_MEASURES: readonly string[] = ["mean(responseTime)", "p99(responseTime)", "lostFraction"];

/** Splits `p99,lost(rejected, web)` at the commas outside brackets. */
export function splitMeasures(texts: readonly string[]): readonly string[] {
  return texts.flatMap((text) => text.split(/,(?![^(]*\))/).map((each) => each.trim())).filter((each) => each !== "");
}

/** Reads values such as `p99` for `option`. Throws a `UserError` that says where a text goes wrong. */
export function measuresOf(texts: readonly string[], option: string, scenario: Scenario): readonly ExperimentMeasure[] {
  return splitMeasures(texts).map((text) => measureOf(text, option, scenario));
}

/** Reads one value, commas and all. */
export function measureOf(text: string, option: string, scenario: Scenario): ExperimentMeasure {
  return understood(readFigure(text, namesOf(scenario)), text, option);
}

/** Reads conditions such as `lost == 0`. */
export function constraintsOf(
  texts: readonly string[],
  option: string,
  scenario: Scenario,
): readonly ExperimentConstraint[] {
  return texts.map((text) => understood(readConstraint(text, namesOf(scenario)), text, option));
}

/** Refuses measures of which no value is better than another: there is nothing to decide about them. */
export function requireDirection(measures: readonly ExperimentMeasure[], option: string): void {
  for (const { text, better } of measures) {
    if (better === "neither")
      throw new UserError(`${option} ${text}: expected a measure that is better when lower or higher, got neither`);
  }
}

function namesOf({ nodes, traffic }: Scenario): { readonly nodes: string[]; readonly producers: string[] } {
  return { nodes: nodes.map(({ name }) => name), producers: traffic.map(({ name }) => name) };
}

/** What was read; throws with the character at which it goes wrong, where that is not the first. */
function understood<T extends object>(read: T | ExpectationFault, text: string, option: string): T {
  if (!("offset" in read)) return read;
  const { offset, message } = read;
  throw new UserError(`${option} ${text}: ${offset === 0 ? message : `at character ${offset + 1}: ${message}`}`);
}
