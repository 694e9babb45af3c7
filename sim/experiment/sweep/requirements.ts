/** Whether a run meets what the scenario expects of its balancer. */
import type { RunFigures } from "../../measure/run-figures.ts";
import type { RequirementsOf, SweepSetup } from "./plan.ts";
import type { RunBook, WantedRun } from "./run-book.ts";

/** The runs of one replication that decide about a contender: its own and those that it is compared with. */
export function runsToJudge(
  setup: SweepSetup,
  contender: number,
  seed: number,
  requirementsOf: RequirementsOf,
): readonly WantedRun[] {
  const own = setup.balancers[contender]!.label;
  const needed = new Set([own, ...requirementsOf(setup.scenario, own).flatMap(({ needs }) => needs)]);
  return setup.balancers
    .filter(({ label }) => needed.has(label))
    .map((balancer) => ({ scenario: setup.scenario, balancer, seed }));
}

/** How a replication stands to what is expected of its balancer. `unknown`: too little was observed to say. */
export type Judgement = "met" | "missed" | "unknown";

/** Judges one replication of a contender; null where its run is missing. One expectation missed is missed altogether. */
export function judgementOf(
  setup: SweepSetup,
  contender: number,
  seed: number,
  requirementsOf: RequirementsOf,
  book: RunBook,
): Judgement | null {
  const own = setup.balancers[contender]!.label;
  const byLabel = new Map<string, RunFigures>();
  for (const run of runsToJudge(setup, contender, seed, requirementsOf)) {
    const figures = book.figures(run);
    if (figures !== null) byLabel.set(run.balancer.label, figures);
  }
  if (!byLabel.has(own)) return null;
  const truths = requirementsOf(setup.scenario, own).map(({ holds }) => holds(byLabel));
  if (truths.includes(false)) return "missed";
  return truths.includes(null) ? "unknown" : "met";
}
