/** The farm that `--from FILE#NAME` means. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { formatProblem, readConfiguration } from "../../scenarios/index.ts";
import type { Farm } from "../../scenarios/index.ts";
import { UserError } from "../errors.ts";

export interface ChosenFarm {
  readonly farm: Farm;
  /** The file as the user wrote it. */
  readonly source: string;
  /** What of the configuration is not in the farm, a line each. */
  readonly passedOver: readonly string[];
}

/** @throws UserError where the file cannot be read, has faults, or has no such farm, or several and none is named. */
export function chosenFarm(from: string, directory: string): ChosenFarm {
  const hash = from.indexOf("#");
  const source = hash < 0 ? from : from.slice(0, hash);
  const name = hash < 0 ? null : from.slice(hash + 1);
  const { farms, problems, warnings } = readConfiguration(textOf(source, directory), source);
  if (problems.length > 0) throw new UserError(problems.map(formatProblem));
  const names = farms.map((farm) => farm.name);
  if (names.length === 0)
    throw new UserError(`--from ${source}: expected an upstream or a backend with servers, got none`);
  const found = name === null ? farms : farms.filter((farm) => farm.name === name);
  if (found.length !== 1) throw new UserError(`--from ${from}: expected one of ${names.join(", ")} after a #`);
  return { farm: found[0]!, source, passedOver: warnings.map(formatProblem) };
}

function textOf(source: string, directory: string): string {
  try {
    return readFileSync(resolve(directory, source), "utf8");
  } catch {
    throw new UserError(`--from ${source}: expected an nginx.conf or a haproxy.cfg that can be read`);
  }
}
