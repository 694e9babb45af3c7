/** `evenkeel tune FILE`: its words and its help. The work is in `cli/work/`, loaded when it is asked for. */
import type { Command } from "commander";
import type { Act } from "../command.ts";
import type { TuneOptions } from "../work/tune/options.ts";
import { mannerOptions, runOptions } from "./experiment-options.ts";
import { collect, positiveNumber } from "./option-values.ts";

const EXAMPLES = `
Examples:
  $ evenkeel tune unequal-nodes.yaml --balancer weighted-round-robin \\
      --vary nodes.new.weight=1..16:log --minimise 'p99(responseTime)' \\
      --subject-to 'lost == 0'
  $ evenkeel tune shop.yaml --balancer haproxy-leastconn \\
      --balancer haproxy-random --minimise p99 --budget 400
  $ evenkeel tune shop.yaml --balancer power-of-two-choices \\
      --vary nodes.n.count=4..32 --minimise 'nodes * 0.2 + p99 / 1ms'
  $ evenkeel tune shop.yaml --minimise p99 --budget 800 --resume

Every parameter that a balancer declares is searched over its whole range.
--vary narrows that (BALANCER.PARAMETER=1..8, =2,3,5, or one value to keep it),
or adds a path of the scenario (PATH=10ms..1s:log). Several balancers choose the
best balancer with its best parameters; several objectives make a Pareto front.

Challengers race the best on shared seeds and leave once they cannot win. A
fifth of the budget confirms the winner on seeds that the search never saw.
Every finished run is written to the study's journal first: whatever ends a
study, --resume goes on with it, and with a larger --budget extends it.

Searchers: racing (local search around the best, for any space), random, grid,
cma-es (one balancer, numbers only).

Exit codes: 0 there is a recommendation, 4 nothing met --subject-to, 130
interrupted.`;

/** Adds `tune` to the program. */
export function registerTune(program: Command, act: Act): void {
  const command = program
    .command("tune")
    .summary("search parameters for an objective under constraints")
    .description("Searches the parameters of balancers and scenario under noise, and says what to configure.")
    .argument("<file>", "a scenario file")
    .option("-b, --balancer <name|file>", "instead of the scenario's own, as with run (repeatable)", collect)
    .option("--minimise <value>", "a measure, or a cost such as 'nodes * 0.2 + p99 / 1ms' (repeatable)", collect)
    .option("--maximise <value>", "the same, where more is better (repeatable)", collect)
    .option("--subject-to <condition>", "what every run must meet, such as 'lost == 0' (repeatable)", collect)
    .option("--vary <path=values>", "narrow a parameter, or add a path of the scenario (repeatable)", collect)
    .option("--budget <runs>", "runs in all, those of the confirmation among them", positiveNumber, 200)
    .option("--searcher <name>", "racing, random, grid or cma-es", "racing")
    .option("--precision <fraction>", "improvements up to this do not matter", "2%")
    .option("--confidence <fraction>", "of intervals", "95%")
    .option("--study <file>", "the journal (default: study.jsonl in the folder)")
    .option("--resume", "go on with the study");
  runOptions(command);
  mannerOptions(command)
    .addHelpText("after", EXAMPLES)
    .action(
      act(async (surroundings, file: string, options: TuneOptions) => {
        const { tuneCommand } = await import("../work/tune.ts");
        return tuneCommand(surroundings, file, options);
      }),
    );
}
