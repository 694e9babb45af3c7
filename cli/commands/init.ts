/** `evenkeel init [FILE]`: its words and its help. */
import type { Command } from "commander";
import type { Act } from "../command.ts";
import type { InitOptions } from "../work/init.ts";

const EXAMPLES = `
Examples:
  $ evenkeel init && evenkeel run scenario.yaml
  $ evenkeel init shop.yaml --force
  $ evenkeel init - | less                      look at it only
  $ evenkeel init api.yaml --from nginx.conf#api
                                                your own servers and balancer`;

/** Adds `init` to the program. */
export function registerInit(program: Command, act: Act): void {
  program
    .command("init")
    .summary("write a commented scenario to start from")
    .description("Writes a scenario that runs as it is and says in comments what else could be in it.")
    .argument("[file]", "where to, or - for standard output", "scenario.yaml")
    .option(
      "--from <configuration>",
      "begin with the servers and the balancer of an nginx.conf or haproxy.cfg (or FILE#NAME)",
    )
    .option("--force", "replace the file if it exists")
    .addHelpText("after", EXAMPLES)
    .action(
      act(async (surroundings, file: string, options: InitOptions) => {
        const { init } = await import("../work/init.ts");
        return init(surroundings, file, options);
      }),
    );
}
