/** The options that compare, sweep and tune share, in the words and the order in which each of them has them. */
import type { Command } from "commander";
import { DEFAULT_FOLDER } from "../defaults.ts";
import { collect, positiveNumber, seedNumber } from "./option-values.ts";

/** Which scenario exactly, where its runs execute, and where the result goes. */
export function runOptions(command: Command): Command {
  return command
    .option("-s, --seed <number>", "of the first replication, instead of the scenario's own", seedNumber)
    .option("--set <path=value>", "change a value of the scenario (repeatable)", collect)
    .option("-w, --workers <number>", "how many runs at a time (default: the number of cores)", positiveNumber)
    .option("--no-cache", "make every run anew")
    .option("-o, --out <folder>", `where to write (default: ${DEFAULT_FOLDER})`)
    .option("--json", "write the result to standard output");
}

/** How much is said and shown. */
export function mannerOptions(command: Command): Command {
  return command
    .option("-q, --quiet", "print nothing but complaints")
    .option("--no-open", "do not show the report in a browser");
}
