/** `evenkeel balancers [NAME]`: its words and its help. */
import type { Command } from "commander";
import type { Act } from "../command.ts";
import type { BalancersOptions } from "../work/balancers.ts";

const EXAMPLES = `
Examples:
  $ evenkeel balancers                        all of them, one line each
  $ evenkeel balancers power-of-two-choices   one: how it picks, when it fails
  $ evenkeel balancers ./mine.ts              those of a file of your own
  $ evenkeel balancers --json | jq -r '.[].name'`;

/** Adds `balancers` to the program. */
export function registerBalancers(program: Command, act: Act): void {
  program
    .command("balancers")
    .summary("list the load balancers, or explain one")
    .description("The catalogue of load balancers: what each does, its parameters, where it comes from, when it fails.")
    .argument("[name]", "a balancer's name, or a file with balancers of your own")
    .option("--json", "write the catalogue, or the entry, as JSON")
    .addHelpText("after", EXAMPLES)
    .action(
      act(async (surroundings, name: string | undefined, options: BalancersOptions) => {
        const { balancers } = await import("../work/balancers.ts");
        return balancers(surroundings, name, options);
      }),
    );
}
