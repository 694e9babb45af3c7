/** One run to do, as plain serialisable data, and what the host that executes it must provide. */
import type { BalancerDefinition } from "../balancers/contract.ts";
import type { BalancerSpec, Scenario } from "../scenario.ts";
import type { OpenTrace } from "../traffic/trace-source.ts";

export interface Job {
  readonly scenario: Scenario;
  readonly balancer: BalancerSpec;
  /** Overrides the scenario's own. */
  readonly seed: number;
}

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
  /** Called for every message that gets its fate, in that order; measured or not. */
  readonly onMessage?: (record: MessageRecord) => void;
}

/** One message's life. Times in nanoseconds since the start of the run; reused between calls: copy what you keep. */
export interface MessageRecord {
  /** Publication order over all producers, from 0. */
  readonly sequence: number;
  readonly producer: number;
  readonly key: number;
  readonly publishedNs: number;
  /** When the producer was told; NaN where it never was. */
  readonly settledNs: number;
  readonly startedNs: number;
  readonly completedNs: number;
  /** NONE where no node was picked. */
  readonly node: number;
  readonly workNs: number;
  readonly sizeBytes: number;
  /** `delivered` or a LossCause. */
  readonly fate: string;
}
