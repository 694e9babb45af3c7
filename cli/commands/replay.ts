/** `evenkeel replay FILE`: its words and its help. */
import type { Command } from "commander";
import type { Act } from "../command.ts";
import type { ReplayOptions } from "../work/replay.ts";
import { collect, positiveNumber, seedNumber, sequenceNumber } from "./option-values.ts";

const EXAMPLES = `
Examples:
  $ evenkeel replay shop.yaml --balancer hash --until 12s
  $ evenkeel replay shop.yaml --balancer hash --seed 7 --until 61s \\
      --set traffic.web.arrivals.poisson=900/s
  $ evenkeel replay shop.yaml --balancer hash --message 4711
  $ evenkeel replay shop.yaml --balancer hash --until 12s --json |
      jq '.state.nodes'

Shows each node, what each gateway sees of it and why it does not send there,
the faults in force, and the balancer's last decisions: what it believed, and
what was true. With --message, one message's whole life instead. Messages are
numbered in the order of publication, from 0.`;

/** Adds `replay` to the program. */
export function registerReplay(program: Command, act: Act): void {
  program
    .command("replay")
    .summary("stop one run at a time and look at it")
    .description("Makes one run again, stops it at a time, and shows its state; or follows one message through it.")
    .argument("<file>", "scenario file")
    .option("-b, --balancer <name|file>", "whose run; needed where the scenario has several")
    .option("-s, --seed <number>", "instead of the scenario's own", seedNumber)
    .option("-u, --until <time>", "simulated time to stop at, as 12s or 1m30s (default: the end)")
    .option("-m, --message <number>", "the life of this message", sequenceNumber)
    .option("--decisions <n>", "how many of the last decisions (default: 10)", positiveNumber)
    .option("--set <path=value>", "change a value of the scenario (repeatable)", collect)
    .option("--json", "write all of it to standard output as JSON")
    .option("-q, --quiet", "no progress")
    .addHelpText("after", EXAMPLES)
    .action(
      act(async (surroundings, file: string, options: ReplayOptions) => {
        const { replay } = await import("../work/replay.ts");
        return replay(surroundings, file, options);
      }),
    );
}
