/** `evenkeel compare FILE`: its words and its help. The work is in `cli/work/`, loaded when it is asked for. */
import type { Command } from "commander";
import type { Act } from "../command.ts";
import type { CompareOptions } from "../work/compare.ts";
import { mannerOptions, runOptions } from "./experiment-options.ts";
import { collect, positiveNumber } from "./option-values.ts";

const EXAMPLES = `
Examples:
  $ evenkeel compare one-slow-node.yaml
  $ evenkeel compare shop.yaml --baseline round-robin --precision 5% \\
      --measure 'p99,lost(*, rejected)'
  $ evenkeel compare shop.yaml --balancer all --measure p99
  $ evenkeel compare shop.yaml --set duration=2h --max-replications 1
  $ evenkeel compare shop.yaml --json > main.json
  $ evenkeel compare shop.yaml --against main.json --junit compare.xml

Every balancer meets the same messages in each replication, and replications go
on until each difference from the baseline is decided: better, worse, or
equivalent within --precision; or until --max-replications. All verdicts hold
together with --confidence, however often was looked and however many there are.

--max-replications 1 decides by one long run of each balancer: by batches of its
time, as long as they are independent. Of times and losses of messages only.

A measure is what expect of a scenario may name, without a balancer:
p99, mean(waitingTime), lostFraction, throughput, outOfOrder. The first decides.

Exit codes: 0 everything is decided, 3 worse than --against, 4 something could
not be told (or has no counterpart in --against), 130 interrupted.`;

/** Adds `compare` to the program. */
export function registerCompare(program: Command, act: Act): void {
  const command = program
    .command("compare")
    .summary("decide between balancers: replications, intervals, verdicts")
    .description("Replays a scenario through its balancers until statistics can tell which is better, and by how much.")
    .argument("<file>", "a scenario file")
    .option("--baseline <balancer>", "the label that others are compared with (default: the first)")
    .option("-b, --balancer <name|file>", "instead of the scenario's own, as with run (repeatable)", collect)
    .option("-m, --measure <measures>", "what to compare by, separated by commas (repeatable)", collect)
    .option("--precision <fraction>", "differences up to this do not matter", "2%")
    .option("--confidence <fraction>", "of all verdicts together", "95%")
    .option("--max-replications <number>", "give up after so many", positiveNumber, 64)
    .option("--against <file>", "a saved result of compare: has anything become worse?");
  runOptions(command)
    .option("--csv", "also write the intervals and differences as CSV")
    .option("--markdown <file>", "also write a summary for a pull request")
    .option("--junit <file>", "also write the verdicts as JUnit XML");
  mannerOptions(command)
    .addHelpText("after", EXAMPLES)
    .action(
      act(async (surroundings, file: string, options: CompareOptions) => {
        const { compareCommand } = await import("../work/compare.ts");
        return compareCommand(surroundings, file, options);
      }),
    );
}
