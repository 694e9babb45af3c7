/** `evenkeel doctor`: its words and its help. */
import { InvalidArgumentError, type Command } from "commander";
import type { Act } from "../command.ts";
import { collect, positiveNumber, seedNumber } from "../commands/option-values.ts";
import type { DoctorOptions } from "./selection.ts";

const EXAMPLES = `
Each case is simulated with as many runs as decide it: the estimate passes when
it lies within the case's tolerance. Cases that cannot be simulated yet are
counted as not covered, never as passed.

Examples:
  $ evenkeel doctor                             the set that comes with evenkeel
  $ evenkeel doctor --cases cases.json --tier 1  your file, what matters most
  $ evenkeel doctor --family M/M/1              one family
  $ evenkeel doctor --json | jq '.cases[] | select(.outcome == "fail")'

Exit codes: 0 all that ran passed, 3 a case failed, 4 no case could be
simulated, 2 a fault in the command or the file.`;

/** Adds `doctor` to the program. */
export function registerDoctor(program: Command, act: Act): void {
  program
    .command("doctor")
    .summary("hold the simulator against queueing theory")
    .description("Simulates cases whose answer is known, from queueing theory and published tables, and compares.")
    .option("--cases <file>", "a JSON file of cases (default: the set that comes with evenkeel)")
    .option("--family <name>", "only this family of cases (repeatable)", collect)
    .option("--case <id>", "only this case (repeatable)", collect)
    .option("--tier <n>", "only cases up to this tier: 1 must pass, 2 should, 3 shows direction", tierNumber, 3)
    .option("--seed <n>", "the first run's seed; further runs take the numbers after it", seedNumber, 1)
    .option("--seeds <k>", "at most so many runs per case", positiveNumber, 100)
    .option("--threads <n>", "runs at a time (default: one per core)", positiveNumber)
    .option("--json", "write the findings as JSON")
    .addHelpText("after", EXAMPLES)
    .action(
      act(async (surroundings, options: DoctorOptions) => {
        const { doctor } = await import("./work.ts");
        return doctor(surroundings, options);
      }),
    );
}

function tierNumber(text: string): number {
  if (!/^[123]$/.test(text)) throw new InvalidArgumentError(`expected 1, 2 or 3, got ${JSON.stringify(text)}`);
  return Number(text);
}
