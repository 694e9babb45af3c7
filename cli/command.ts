/** What every command shares: how it is registered, and how its failures become sentences and exit codes. */
import type { Command } from "commander";
import { shownProblem, UserError } from "./errors.ts";
import { EXIT } from "./exit-codes.ts";
import type { ExitCode } from "./exit-codes.ts";
import type { Surroundings } from "./surroundings.ts";

/** Makes a commander action of a command's work; the work's exit code becomes the program's. */
export type Act = <Words extends unknown[]>(
  work: (surroundings: Surroundings, ...words: Words) => Promise<ExitCode>,
) => (...words: Words) => Promise<void>;

/** Adds one command, with its options and help, to the program. Loads nothing that only its work needs. */
export type Register = (program: Command, act: Act) => void;

/** Runs `work`; a user's error is told in its sentences, and anything else is owned up to. */
export async function inSentences(surroundings: Surroundings, work: () => Promise<ExitCode>): Promise<ExitCode> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof UserError) {
      for (const problem of error.problems) surroundings.err.write(shownProblem(problem));
      return EXIT.usersFault;
    }
    tellOurFault(surroundings, error, null);
    return EXIT.ourFault;
  }
}

/** Owns up to a fault of ours: what it was, the command that repeats it where there is one, the stack only on request. */
export function tellOurFault(surroundings: Surroundings, error: unknown, replay: string | null): void {
  const { err, environment } = surroundings;
  const message = error instanceof Error ? error.message : String(error);
  err.write(`evenkeel: a fault in evenkeel itself: ${message}\n`);
  if (replay !== null) err.write(`  to repeat it: ${replay}\n`);
  if (environment["EVENKEEL_DEBUG"]) {
    err.write(`${error instanceof Error ? (error.stack ?? "") : ""}\n`);
  } else {
    err.write(
      "  Please report it with the command that you gave, its files, and what EVENKEEL_DEBUG=1 adds to this.\n",
    );
  }
}
