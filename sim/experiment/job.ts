/** One run to do, as plain serialisable data, and what the host that executes it must provide. */
import type { BalancerDefinition } from "../balancers/contract.ts";
import type { MessageRecord } from "../measure/message-record.ts";
import type { RunResult } from "../measure/result.ts";
import type { RunFigures } from "../measure/run-figures.ts";
import type { BalancerSpec, Scenario } from "../scenario.ts";
import type { OpenTrace } from "../traffic/trace-source.ts";

/** A run whose whole result is wanted. */
export interface Job {
  readonly scenario: Scenario;
  readonly balancer: BalancerSpec;
  /** Overrides the scenario's own. */
  readonly seed: number;
  /** What is kept of the result. */
  readonly keep?: "all";
}

/**
 * A run of which only the figures are wanted (`RunFigures`): a tenth of the bytes, or less. With `sections` they are cut up
 * over time as well, for intervals from one run.
 */
export interface FiguresJob extends Omit<Job, "keep"> {
  readonly keep: "figures" | "sections";
}

export type AnyJob = Job | FiguresJob;

/** What comes of a job. */
export type ResultOf<J extends AnyJob> = J extends FiguresJob ? RunFigures : RunResult;

/** Between slices of events: where a run has got to. */
export interface Progress {
  readonly nowSeconds: number;
  /** null where the end is not known (a trace that is still being read). */
  readonly endSeconds: number | null;
  readonly events: number;
  readonly messages: number;
  /** A pilot run that looks for the warm-up's end. */
  readonly pilot: boolean;
}

/** What a run needs of the outside world, injected so that `sim/` stays pure. */
export interface RunHost {
  /** Throws where the name is unknown. */
  readonly definition: (algorithm: string) => BalancerDefinition;
  readonly openTrace: OpenTrace;
  /** Awaited between slices; give the process time here. */
  readonly pause?: (progress: Progress) => Promise<void> | void;
  /** Asked between slices; true ends the run with an `Interrupted` error. */
  readonly stopped?: () => boolean;
  /** Called for every message when its producer learns its fate, in that order; warm-up or not. */
  readonly onMessage?: (record: MessageRecord) => void;
}
