/** Where trials are run: has what is missing evaluated, keeps the books of the budget, and remembers who led when. */
import { Archive, type Evaluate, type Trial } from "./trial.ts";
import type { HistoryPoint } from "./result.ts";

export class Course {
  readonly archive: Archive = new Archive();
  readonly history: HistoryPoint[] = [];
  readonly #evaluate: Evaluate;
  readonly #seedOf: (index: number) => number;
  #runs = 0;
  #failures = 0;
  #interrupted = false;
  readonly #onLead: ((leader: Trial, point: HistoryPoint) => void) | undefined;

  /** `seedOf` gives the search's seeds: 0, 1, …. `onLead` is told now and then who leads. */
  constructor(
    evaluate: Evaluate,
    seedOf: (index: number) => number,
    onLead?: (leader: Trial, point: HistoryPoint) => void,
  ) {
    this.#evaluate = evaluate;
    this.#seedOf = seedOf;
    this.#onLead = onLead;
  }

  /** Asked for, failed ones among them. */
  get runs(): number {
    return this.#runs;
  }

  get failures(): number {
    return this.#failures;
  }

  /** Nothing is run any more. */
  get interrupted(): boolean {
    return this.#interrupted;
  }

  /** Runs that are missing until each trial has met the first `target` seeds. */
  costOf(trials: readonly Trial[], target: number): number {
    return trials.reduce((sum, { observations }) => sum + Math.max(0, target - observations.length), 0);
  }

  /** Has each trial meet the first seeds, as many as `targetOf` says. */
  async extend(trials: readonly Trial[], targetOf: (trial: Trial) => number): Promise<void> {
    const missing = trials.flatMap((trial) =>
      trial.state === "failed"
        ? []
        : range(trial.observations.length, targetOf(trial)).map((index) => ({ trial, index })),
    );
    if (missing.length === 0 || this.#interrupted) return;
    const requests = missing.map(({ trial, index }) => ({
      configuration: trial.configuration,
      seed: this.#seedOf(index),
    }));
    const answers = await this.#evaluate(requests);
    missing.forEach(({ trial, index }, i) => {
      const answer = answers[i]!;
      if (answer.kind === "interrupted") this.#interrupted = true;
      else this.#runs++;
      if (answer.kind === "failed") {
        this.#failures++;
        this.archive.mark(trial, "failed");
      }
      // After a gap nothing is taken in: trials share their seeds from the first on.
      if (answer.kind === "done" && trial.observations.length === index) this.archive.add(trial, answer.observation);
    });
  }

  /** Remembers who leads now, with the mean of its first objective. */
  note(leader: Trial | undefined, sign: 1 | -1): void {
    if (leader === undefined || leader.observations.length === 0) return;
    const costs = leader.observations.flatMap(({ costs: [cost] }) => (cost == null ? [] : [cost]));
    const best = costs.length === 0 ? null : (sign * costs.reduce((sum, cost) => sum + cost, 0)) / costs.length;
    const point = { runs: this.#runs, configuration: leader.index, best };
    this.history.push(point);
    this.#onLead?.(leader, point);
  }
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index);
}
