/** The words of the command: which cases they choose, and the command that repeats one of them. */
import { UserError } from "../errors.ts";
import type { Agenda, Group } from "./agenda.ts";
import type { OracleCase } from "./case-file.ts";

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

/** The cases that fit every option. Throws a `UserError` where an option names nothing, or nothing is left. */
export function choose(all: readonly OracleCase[], { family, case: ids, tier }: DoctorOptions): OracleCase[] {
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
export function groupsOf({ groups }: Agenda, chosen: readonly OracleCase[]): Group[] {
  const ids = new Set(chosen.map(({ id }) => id));
  return groups
    .map((group) => ({ ...group, tasks: group.tasks.filter(({ oracle }) => ids.has(oracle.id)) }))
    .filter(({ tasks }) => tasks.length > 0);
}

/** With the same seeds, so that the run is the same. */
export function replayOf(oracle: OracleCase, { cases, seed, seeds }: DoctorOptions): string {
  const file = cases === undefined ? "" : ` --cases ${quoted(cases)}`;
  return `evenkeel doctor${file} --case ${quoted(oracle.id)} --seed ${seed} --seeds ${seeds}`;
}

function quoted(word: string): string {
  return /^[\w./:@%+=-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
