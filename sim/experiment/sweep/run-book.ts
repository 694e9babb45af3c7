/**
 * The runs of a sweep: each one is asked for once, however many points share it (a balancer whose parameters an axis does
 * not touch runs alike at all of its values), and kept as long as somebody ahead needs it.
 */
import type { RunFigures } from "../../measure/run-figures.ts";
import type { BalancerSpec, Scenario } from "../../scenario.ts";
import type { Execute, FailedRun } from "../experiment.ts";

/** One run that is needed. */
export interface WantedRun {
  readonly scenario: Scenario;
  readonly balancer: BalancerSpec;
  readonly seed: number;
}

/** What came of it: its figures, or null where it failed or was not made. */
type Kept = RunFigures | null;

export class RunBook {
  readonly #execute: Execute;
  readonly #scenarios = new Map<Scenario, number>();
  readonly #kept = new Map<string, Kept>();
  readonly #failed = new Set<string>();
  readonly #failures: FailedRun[] = [];
  #runs = 0;
  #complete = true;

  constructor(execute: Execute) {
    this.#execute = execute;
  }

  /** Runs made, failed ones among them. */
  get runs(): number {
    return this.#runs;
  }

  get failures(): readonly FailedRun[] {
    return this.#failures;
  }

  /** False once the user has wanted no more; nothing further is run then. */
  get complete(): boolean {
    return this.#complete;
  }

  /** Has those run that are not known yet, each once, in the order given. */
  async fetch(wanted: readonly WantedRun[]): Promise<void> {
    if (!this.#complete) return;
    const fresh = new Map<string, WantedRun>();
    for (const run of wanted) {
      const key = this.keyOf(run);
      if (!this.#kept.has(key) && !this.#failed.has(key)) fresh.set(key, run);
    }
    if (fresh.size === 0) return;
    const outcomes = await this.#execute([...fresh.values()].map((run) => ({ ...run, keep: "figures" as const })));
    for (const [index, [key, run]] of [...fresh].entries()) {
      const outcome = outcomes[index]!;
      if (outcome.kind === "interrupted") {
        this.#complete = false;
        continue;
      }
      this.#runs++;
      if (outcome.kind === "done") this.#kept.set(key, outcome.figures);
      else this.#fail(key, run, outcome.message, outcome.replay);
    }
  }

  /** The figures of a run that was fetched; null where it failed or was not made. */
  figures(run: WantedRun): RunFigures | null {
    return this.#kept.get(this.keyOf(run)) ?? null;
  }

  /** Gives back the memory of runs that nobody will ask for again. */
  forget(keys: Iterable<string>): void {
    for (const key of keys) this.#kept.delete(key);
  }

  /** Equal for equal runs. Scenarios are told apart by identity, as they are resolved once each. */
  keyOf({ scenario, balancer, seed }: WantedRun): string {
    const known = this.#scenarios.get(scenario) ?? this.#scenarios.size;
    this.#scenarios.set(scenario, known);
    return JSON.stringify([known, balancer.label, balancer.algorithm, balancer.parameters, seed]);
  }

  #fail(key: string, { balancer, seed }: WantedRun, message: string, replay: string): void {
    this.#failed.add(key);
    this.#failures.push({ balancer: balancer.label, seed, message, replay });
  }
}
