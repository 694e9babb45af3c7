/** What the replications of a comparison gave: a value for each measure, contender and seed, and the runs that failed. */
import type { RunFigures } from "../../measure/run-figures.ts";
import type { BalancerSpec } from "../../scenario.ts";
import type { ExperimentMeasure, FailedRun, Outcome } from "../experiment.ts";
import { batchesOf } from "./single-run.ts";

/** One run's place in the comparison. */
export interface Slot {
  readonly balancer: BalancerSpec;
  /** 0, 1, …; runs of one replication have one seed. */
  readonly replication: number;
  readonly seed: number;
}

export class Observations {
  readonly failures: FailedRun[] = [];
  /** Runs made, failed ones among them. */
  runs = 0;
  readonly #figures: Map<string, (RunFigures | undefined)[]>;

  constructor(labels: readonly string[]) {
    this.#figures = new Map(labels.map((label) => [label, []]));
  }

  /** Takes in how the runs ended; false where the user wanted no more. */
  take(slots: readonly Slot[], outcomes: readonly Outcome[]): boolean {
    for (const [i, slot] of slots.entries()) this.#takeOne(slot, outcomes[i]!);
    return outcomes.every(({ kind }) => kind !== "interrupted");
  }

  #takeOne({ balancer, replication, seed }: Slot, outcome: Outcome): void {
    if (outcome.kind === "interrupted") return;
    this.runs++;
    if (outcome.kind === "done") this.#figures.get(balancer.label)![replication] = outcome.figures;
    else this.failures.push({ balancer: balancer.label, seed, message: outcome.message, replay: outcome.replay });
  }

  /** By replication; undefined where the run is missing. */
  figures(label: string): readonly (RunFigures | undefined)[] {
    return this.#figures.get(label)!;
  }

  /** By replication, as many as `replications`; null where nothing was observed. */
  values(label: string, { read }: ExperimentMeasure, replications: number): readonly (number | null)[] {
    return Array.from({ length: replications }, (_, i) => {
      const figures = this.figures(label)[i];
      return figures === undefined ? null : read(figures);
    });
  }

  /** What statistics rest on: one for each replication; of a single run, one for each of its batches. */
  basis(label: string, measure: ExperimentMeasure, replications: number): readonly (RunFigures | null)[] {
    const runs = Array.from({ length: replications }, (_, i) => this.figures(label)[i] ?? null);
    const alone = replications === 1 ? runs[0] : null;
    return alone?.sections !== undefined && measure.sectioned ? batchesOf(alone) : runs;
  }

  /** The measure's value in each of these; null where nothing was observed or the run is missing. */
  samples(label: string, measure: ExperimentMeasure, replications: number): readonly (number | null)[] {
    return this.basis(label, measure, replications).map((figures) => (figures === null ? null : measure.read(figures)));
  }

  /** The runs of one replication that succeeded, in the order of the contenders. */
  replication(index: number): readonly RunFigures[] {
    return [...this.#figures.values()].flatMap((runs) => runs[index] ?? []);
  }
}

/** The values of several alternatives over the replications in which each of them has one. */
export function commonValues(columns: readonly (readonly (number | null)[])[]): readonly (readonly number[])[] {
  const length = Math.min(...columns.map((column) => column.length));
  const complete = Array.from({ length }, (_, i) => i).filter((i) => columns.every((column) => column[i] !== null));
  return columns.map((column) => complete.map((i) => column[i]!));
}
