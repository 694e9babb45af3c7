/** `evenkeel check FILE…`: its words and its help. */
import type { Command } from "commander";
import type { Act } from "../command.ts";
import type { CheckOptions } from "../work/check.ts";
import { collect } from "./option-values.ts";

const EXAMPLES = `
Examples:
  $ evenkeel check shop.yaml
  $ evenkeel check scenarios/*.yaml
  $ evenkeel check shop.yaml --set nodes.0.count=3     would the load still fit?
  $ evenkeel check shop.yaml --json | jq '.[].problems'`;

/** Adds `check` to the program. */
export function registerCheck(program: Command, act: Act): void {
  program
    .command("check")
    .summary("validate scenario files without running them")
    .description(
      "Validates scenario files. Says what each holds, and of an error its line, what was expected and what is there.",
    )
    .argument("<files...>", "scenario files")
    .option("--set <path=value>", "change a value of the scenario first (repeatable)", collect)
    .option("--json", "write the findings as JSON")
    .addHelpText("after", EXAMPLES)
    .action(
      act(async (surroundings, files: string[], options: CheckOptions) => {
        const { check } = await import("../work/check.ts");
        return check(surroundings, files, options);
      }),
    );
}
