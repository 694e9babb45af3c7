/** `evenkeel run FILE…`: its words and its help. The work is in `cli/work/`, loaded when it is asked for. */
import type { Command } from "commander";
import type { Act } from "../command.ts";
import type { RunOptions } from "../work/run-plan.ts";
import { DEFAULT_FOLDER } from "../defaults.ts";
import { collect, positiveNumber, seedNumber } from "./option-values.ts";

const EXAMPLES = `
Examples:
  $ evenkeel run one-slow-node.yaml
  $ evenkeel run shop.yaml --balancer hash \\
      --balancer power-of-two-choices:choices=3
  $ evenkeel run shop.yaml --balancer ./mine.ts
  $ evenkeel run shop.yaml --seed 7 --set duration=10m \\
      --set traffic.web.arrivals.poisson=900/s
  $ evenkeel run shop.yaml --json | jq '.runs[].responseTime.p99'

Of each FILE a folder is written, named after it: report.html, result.json, and
what --csv, --svg and --png add. With --json the result goes to standard output,
a list of results where there are several FILEs, and files are written only
where --out, --html, --csv, --svg or --png ask for them.

--balancer takes a name of the catalogue (evenkeel balancers) or a label of the
scenario's own, which then keeps its parameters; all, the whole catalogue; or a
file with balancers of your own, all of them or one: ./mine.ts#best-of-three.`;

/** Adds `run` to the program. */
export function registerRun(program: Command, act: Act): void {
  program
    .command("run")
    .summary("replay scenarios through load balancers and report")
    .description("Replays each scenario through each of its balancers, prints a table and writes an HTML report.")
    .argument("[files...]", "scenario files")
    .option(
      "-b, --balancer <name|file>",
      "instead of the scenario's own; with parameters as NAME:key=value,key=value (repeatable)",
      collect,
    )
    .option("-s, --seed <number>", "instead of the scenario's own", seedNumber)
    .option("--set <path=value>", "change a value of the scenario (repeatable)", collect)
    .option("-o, --out <folder>", `where to write (default: ${DEFAULT_FOLDER})`)
    .option("--html [file]", "write the report, to this file if one is named")
    .option("--json", "write the result to standard output")
    .option("--csv", "also write summary.csv, nodes.csv, series.csv and, where something went wrong, faults.csv")
    .option("--svg", "also write every chart as SVG")
    .option("--png", "also write every chart as PNG")
    .option("--workers <n>", "runs at a time (default: one per core, where it is worth it)", positiveNumber)
    .option("--no-cache", "make every run anew, though its result is known")
    .option("-q, --quiet", "print nothing but complaints")
    .option("--no-open", "do not show the report in a browser")
    .addHelpText("after", EXAMPLES)
    .action(
      act(async (surroundings, files: string[], options: RunOptions) => {
        const { run } = await import("../work/run.ts");
        return run(surroundings, files, options);
      }),
    );
}
