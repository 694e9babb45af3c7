/** `evenkeel sweep FILE`: its words and its help. The work is in `cli/work/`, loaded when it is asked for. */
import type { Command } from "commander";
import type { Act } from "../command.ts";
import type { SweepOptions } from "../work/sweep/options.ts";
import { mannerOptions, runOptions } from "./experiment-options.ts";
import { collect, positiveNumber } from "./option-values.ts";

const EXAMPLES = `
Examples:
  $ evenkeel sweep shop.yaml --vary nodes=2..20
  $ evenkeel sweep shop.yaml --vary power-of-two-choices.choices=1,2,3,5 \\
      --vary 'traffic.web.arrivals.poisson=100/s..900/s:9'
  $ evenkeel sweep shop.yaml --vary nodes.n.queue.capacity=1..1000:4:log \\
      --measure p99,lostFraction
  $ evenkeel sweep shop.yaml --vary nodes=2..8 \\
      --find-limit traffic.web.arrivals.poisson=50/s..900/s
  $ evenkeel sweep shop.yaml --vary nodes.n.speed=0.5..2 \\
      --vary traffic.web.work.exponential=1ms..50ms:log --design sobol:64

PATH=VALUES. The values: 2..20 (every whole number), 100/s..900/s:9 (so many,
evenly), 1ms..1s:7:log (by equal factors), or a list: 1,2,5. Whole numbers stay
whole where the path takes no others.

The paths: any that --set takes (traffic.web.arrivals.poisson, nodes.n.count);
nodes alone, for the count where there is one kind of nodes; and the parameters
of balancers that take part, by label or name: power-of-two-choices.choices.

--find-limit PATH=LOW..HIGH searches by bisection for the last value with which
more than half of the replications meet what the scenario expects of a balancer:
the largest load, or the smallest number of nodes. With --vary, at every point.
Near the limit a value gets up to four times the replications. Where the file
expects nothing: --set 'expect=p99(responseTime) < 50ms'.

Designs: grid (every combination), list (the first value of each path, then the
second), sobol:N, halton:N, latin-hypercube:N (N points that fill the space; a
range then needs no number of values).

Exit codes: 0 done, 2 a fault in the command, or a run failed, 130 interrupted.`;

/** Adds `sweep` to the program. */
export function registerSweep(program: Command, act: Act): void {
  const command = program
    .command("sweep")
    .summary("vary values of the scenario and parameters of balancers")
    .description("Runs a scenario at many values of some of its paths, with intervals, and searches for limits.")
    .argument("<file>", "a scenario file")
    .option("--vary <path=values>", "what to vary, and over which values (repeatable)", collect)
    .option("--find-limit <path=values>", "how far this may go while expectations hold")
    .option("--design <name>", "which combinations of values are run", "grid")
    .option("--replications <number>", "at each point, all with the same seeds", positiveNumber, 5)
    .option("-b, --balancer <name|file>", "instead of the scenario's own, as with run (repeatable)", collect)
    .option("-m, --measure <measures>", "what to measure, separated by commas (repeatable)", collect)
    .option("--confidence <fraction>", "of each interval", "95%");
  runOptions(command).option("--csv", "also write sweep.csv, and limits.csv where there are limits");
  mannerOptions(command)
    .addHelpText("after", EXAMPLES)
    .action(
      act(async (surroundings, file: string, options: SweepOptions) => {
        const { sweepCommand } = await import("../work/sweep.ts");
        return sweepCommand(surroundings, file, options);
      }),
    );
}
