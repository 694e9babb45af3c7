/** What a reader must know before believing an experiment's figures, and who takes part in it. */
import { areIndependent, resolveParameters } from "../../../sim/index.ts";
import type { BalancerSpec, Comparison, Contender, ExperimentMeasure, ExperimentWarning } from "../../../sim/index.ts";
import { formatFraction } from "../../../reports/format.ts";
import { estimateLoad } from "../load-estimate.ts";
import { lossWarnings } from "./loss-warnings.ts";
import { queueWarnings } from "../queue-warnings.ts";
import type { Session } from "./session.ts";

/** Of the messages offered, so many still under way at a run's end are a backlog and not the last few. */
const BACKLOG = 0.02;

/** The scenario's balancers, with every parameter. */
export function contendersOf({ loaded }: Session): readonly Contender[] {
  return loaded.scenario.balancers.map((balancer) => contenderOf(balancer, loaded));
}

/** One of them, in a scenario's own words or with other parameters. */
export function contenderOf(balancer: BalancerSpec, loaded: Session["loaded"]): Contender {
  const definition = loaded.definition(balancer.algorithm);
  return {
    balancer: balancer.label,
    algorithm: definition.name,
    parameters: resolveParameters(definition, balancer.parameters).values,
    truth: definition.about.truth,
  };
}

/** By arithmetic on the scenario, and by what the runs showed. */
export function warningsOf(
  session: Session,
  comparison: Pick<Comparison, "observations" | "rankings">,
  measures: readonly ExperimentMeasure[],
): readonly ExperimentWarning[] {
  const { observations } = comparison;
  return [
    ...scenarioWarnings(session),
    ...session.loaded.scenario.balancers.flatMap(({ label }) => backlogWarnings(label, observations)),
    ...session.loaded.scenario.balancers.flatMap(({ label }) => dependenceWarnings(label, observations, measures)),
    ...lossWarnings(contendersOf(session), comparison),
    ...contendersOf(session).flatMap(truthWarnings),
  ];
}

/** Of a single run, whose intervals rest on batches. */
function dependenceWarnings(
  label: string,
  observations: Comparison["observations"],
  measures: readonly ExperimentMeasure[],
): readonly ExperimentWarning[] {
  const [run] = observations.figures(label);
  if (run?.sections === undefined) return [];
  const dependent = measures.filter((measure) => measure.sectioned && !areIndependent(measure, run, null));
  if (dependent.length === 0) return [];
  const named = dependent.map(({ text }) => text).join(", ");
  const text = `one run of ${label} is too short for independent batches of ${named}: its interval is too narrow; a longer duration or more replications would do`;
  return [{ kind: "dependent-batches", balancer: label, text }];
}

/**
 * What the scenario alone tells: offered load over capacity, work whose tail is heavy, a warm-up that leaves nothing, balancers
 * without the queue that they were made for.
 */
export function scenarioWarnings({ loaded }: Session): readonly ExperimentWarning[] {
  return [
    ...estimateLoad(loaded.scenario).warnings.map(({ kind, text }) => ({ kind, balancer: null, text })),
    ...queueWarnings(loaded).map(({ balancer, text }) => ({ kind: "other" as const, balancer, text })),
  ];
}

/** Of balancers that know what no real one does. */
export function truthWarnings({ balancer, truth }: Contender): readonly ExperimentWarning[] {
  if (!truth) return [];
  return [{ kind: "truth", balancer, text: `${balancer} uses global truth that no real balancer has: it is a bound` }];
}

function backlogWarnings(label: string, observations: Comparison["observations"]): readonly ExperimentWarning[] {
  const runs = observations.figures(label).filter((figures) => figures !== undefined);
  const left = runs.filter(({ messages }) => messages.inFlight > BACKLOG * messages.offered);
  if (left.length * 2 <= runs.length) return [];
  const share = formatFraction(left[0]!.messages.inFlight / left[0]!.messages.offered);
  const text = `with ${label} ${share} of the messages are still under way at the end: its queues grow, and response times say how long the run was`;
  return [{ kind: "unstable", balancer: label, text }];
}
