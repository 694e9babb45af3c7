/** The command line as a whole: its commands, its help, its manners with wrong words. */
import { Command, CommanderError } from "commander";
import { inSentences } from "./command.ts";
import type { Act, Register } from "./command.ts";
import { registerBalancers } from "./commands/balancers.ts";
import { registerCheck } from "./commands/check.ts";
import { registerCompare } from "./commands/compare.ts";
import { registerInit } from "./commands/init.ts";
import { registerReplay } from "./commands/replay.ts";
import { registerReport } from "./commands/report.ts";
import { registerSweep } from "./commands/sweep.ts";
import { registerTune } from "./commands/tune.ts";
import { registerRun } from "./commands/run.ts";
import { registerDoctor } from "./doctor/index.ts";
import { EXIT } from "./exit-codes.ts";
import type { ExitCode } from "./exit-codes.ts";
import type { Surroundings } from "./surroundings.ts";
import { packageVersion } from "./package.ts";

/** In the order of the help. A further command is one more file that exports a `Register`. */
const COMMANDS: readonly Register[] = [
  registerRun,
  registerCompare,
  registerSweep,
  registerTune,
  registerCheck,
  registerBalancers,
  registerReport,
  registerReplay,
  registerInit,
  registerDoctor,
];

const EXAMPLES = `
Examples:
  $ evenkeel init shop.yaml             a commented scenario to start from
  $ evenkeel run shop.yaml              replay it through each of its balancers
  $ evenkeel balancers                  what there is to choose from
  $ evenkeel replay shop.yaml --balancer hash --until 12s
                                        one run, stopped and looked at
  $ evenkeel help run                   everything about one command

Exit codes: 0 fine, 1 a fault of evenkeel, 2 a fault in the command or a file,
3 an expectation failed, 4 an expectation could not be decided, 130 interrupted
(what had finished is kept).`;

/** Does what `words` (the arguments without the program's name) ask, and says with which code to exit. Never throws. */
export async function runCommandLine(words: readonly string[], surroundings: Surroundings): Promise<ExitCode> {
  let code: ExitCode = EXIT.fine;
  const act: Act =
    (work) =>
    async (...given) => {
      code = await inSentences(surroundings, () => work(surroundings, ...given));
    };
  const program = buildProgram(act, surroundings);
  return await inSentences(surroundings, async () => {
    try {
      await program.parseAsync([...words], { from: "user" });
      return code;
    } catch (error) {
      if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.fine : EXIT.usersFault;
      throw error;
    }
  });
}

/** The commands with their words and their help; what they do is up to `act`. */
export function buildProgram(act: Act, surroundings: Surroundings): Command {
  const { out, err } = surroundings;
  const program = new Command("evenkeel")
    .description(
      "Replays a scenario through load balancers and shows what each does to load, response time and messages.",
    )
    .version(packageVersion(), "-V, --version", "print the version")
    .helpOption("-h, --help", "print help")
    .addHelpText("after", EXAMPLES)
    .showSuggestionAfterError(true)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => out.write(text),
      writeErr: (text) => err.write(text),
      outputError: (text, write) => write(text.replace(/^error: /, "evenkeel: ")),
      getOutHelpWidth: () => Math.min(out.columns, 100),
      getErrHelpWidth: () => Math.min(err.columns, 100),
      getOutHasColors: () => out.colour,
      getErrHasColors: () => err.colour,
    });
  for (const register of COMMANDS) register(program, act);
  return program;
}
