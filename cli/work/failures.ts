/** Runs that failed: whose fault it was, told in a sentence with the command that repeats it. */
import { formatDuration } from "../../scenarios/index.ts";
import { BalancerFault, findBalancer, fromSeconds, Standstill } from "../../sim/index.ts";
import type { AnyJob, FailedRun } from "../../sim/index.ts";
import { tellOurFault } from "../command.ts";
import { shownProblem, UserError } from "../errors.ts";
import { EXIT, gravest } from "../exit-codes.ts";
import type { ExitCode } from "../exit-codes.ts";
import type { Surroundings } from "../surroundings.ts";
import { placeOf } from "../user-balancers.ts";
import { ThreadDied } from "../../runners/cores/thread-died.ts";
import { TraceError } from "../../scenarios/traces/trace-error.ts";
import type { RunnableScenario } from "./runnable-scenario.ts";
import { traceSentence } from "./trace-files.ts";

/** Tells of each failure at once, the same sentence only once, and remembers the gravest exit code. */
export class FailureLog {
  readonly #surroundings: Surroundings;
  readonly #loaded: RunnableScenario;
  readonly #codes: ExitCode[] = [];
  readonly #told = new Set<string>();
  #replayOf: (job: AnyJob) => string;

  constructor(surroundings: Surroundings, loaded: RunnableScenario) {
    this.#surroundings = surroundings;
    this.#loaded = loaded;
    this.#replayOf = (job) => loaded.replayOf(job.balancer, job.seed);
  }

  /** From now on jobs are repeated by these commands: they are not all of the scenario as it was loaded. */
  repeatBy(replayOf: (job: AnyJob) => string): void {
    this.#replayOf = replayOf;
  }

  /** How many runs failed. */
  get count(): number {
    return this.#codes.length;
  }

  get code(): ExitCode {
    return gravest(this.#codes);
  }

  /** Returns what it told, for results that list their failures. */
  add(error: unknown, job: AnyJob): Pick<FailedRun, "message" | "replay"> {
    const sentence = this.#usersFault(error, job);
    this.#codes.push(sentence === null ? EXIT.ourFault : EXIT.usersFault);
    const replay = this.#replayOf(job) + untilOf(error);
    if (sentence === null) tellOurFault(this.#surroundings, error, replay);
    else this.#tellOnce(sentence, error, replay);
    return { message: sentence ?? (error instanceof Error ? error.message : String(error)), replay };
  }

  #tellOnce(sentence: string, error: unknown, replay: string): void {
    if (this.#told.has(sentence)) return;
    this.#told.add(sentence);
    // Of a file that cannot be read everybody fails alike: there is nothing to repeat.
    const isOfFile = error instanceof TraceError || error instanceof UserError;
    this.#surroundings.err.write(shownProblem(sentence) + (isOfFile ? "" : `  to repeat it: ${replay}\n`));
  }

  /** The sentence where the scenario, a trace or a balancer of the user's own is to blame; null where we are. */
  #usersFault(error: unknown, { balancer }: AnyJob): string | null {
    const { file } = this.#loaded;
    if (findBalancer(balancer.algorithm) === undefined) {
      if (error instanceof BalancerFault) {
        return `${file}: balancer ${balancer.label} ${error.message}${placeOf(error.cause)}`;
      }
      if (error instanceof ThreadDied) return `${file}: balancer ${balancer.label}: ${error.message}`;
    }
    if (error instanceof Standstill) return `${file}: balancer ${balancer.label}: ${error.message}`;
    if (error instanceof UserError) return error.message;
    return error instanceof TraceError ? traceSentence(error, this.#surroundings.directory) : null;
  }
}

/** Where the failure has a time: up to there. */
function untilOf(error: unknown): string {
  const isTimed = error instanceof BalancerFault || error instanceof Standstill;
  return isTimed ? ` --until ${formatDuration(fromSeconds(error.atSeconds))}` : "";
}
