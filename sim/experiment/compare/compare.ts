/**
 * Compares balancers: replications under common random numbers, look by look, until every difference from the baseline is
 * decided or the limit is reached. A contender of which everything is decided gets no more runs.
 */
import type { FiguresJob } from "../job.ts";
import { replicationSeed, type Execute } from "../experiment.ts";
import { differencesAt } from "./differences.ts";
import { measureInterval } from "./estimates.ts";
import { expectationShares } from "./expectations.ts";
import { Observations, type Slot } from "./observations.ts";
import { looksOf, type ComparePlan } from "./plan.ts";
import { rankings } from "./ranking.ts";
import type { CompareFile, ConvergencePoint, PairedDifference } from "./result.ts";

/** What comes of a comparison, without what its host adds. */
export interface Comparison extends Pick<
  CompareFile,
  "seeds" | "intervals" | "differences" | "rankings" | "convergence" | "expectations" | "runs" | "failures" | "complete"
> {
  /** Every run's figures, for whoever looks further. */
  readonly observations: Observations;
}

/** Told after every look, for a progress line. */
export type OnLook = (differences: readonly PairedDifference[], replications: number) => void;

/** The result depends on the plan alone: not on where or in which order runs are made. */
export async function compare(plan: ComparePlan, execute: Execute, onLook: OnLook = () => {}): Promise<Comparison> {
  const observations = new Observations(plan.contenders.map(({ label }) => label));
  const { done, complete, standings, convergence } = await look(plan, execute, observations, onLook);
  return {
    seeds: Array.from({ length: done }, (_, i) => replicationSeed(plan.scenario.seed, i)),
    intervals: plan.measures.flatMap((measure) =>
      plan.contenders.map(({ label }) => measureInterval(observations, label, measure, done, plan.confidence)),
    ),
    differences: plan.measures.flatMap(({ text }) =>
      [...standings.values()].flatMap((differences) => differences.filter(({ measure }) => measure === text)),
    ),
    rankings: rankings(plan, observations, done),
    convergence,
    expectations: expectationShares(plan, observations, done),
    runs: observations.runs,
    failures: observations.failures,
    complete,
    observations,
  };
}

/** By contender but the baseline: its differences at the last look that it was part of. */
type Standings = ReadonlyMap<string, readonly PairedDifference[]>;

interface Looked {
  /** Replications made. */
  readonly done: number;
  readonly complete: boolean;
  readonly standings: Standings;
  readonly convergence: readonly ConvergencePoint[];
}

async function look(plan: ComparePlan, execute: Execute, observations: Observations, onLook: OnLook): Promise<Looked> {
  const looks = looksOf(plan);
  const standings = new Map<string, readonly PairedDifference[]>();
  const convergence: ConvergencePoint[] = [];
  let [done, complete] = [0, true];
  for (const [index, replications] of looks.looks.entries()) {
    const open = openContenders(plan, standings);
    complete = await replicate(plan, open, done, replications, execute, observations);
    done = replications;
    for (const label of open) {
      if (label === plan.baseline) continue;
      const differences = differencesAt(plan, observations, label, looks, index);
      standings.set(label, differences);
      convergence.push(
        ...differences.map(({ measure, difference }) => ({ replications, measure, balancer: label, difference })),
      );
    }
    onLook([...standings.values()].flat(), replications);
    if (!complete || openContenders(plan, standings).length <= 1) break;
  }
  return { done, complete, standings, convergence };
}

/** Those of which something is not decided, and the baseline that they need. */
function openContenders({ contenders, baseline }: ComparePlan, standings: Standings): readonly string[] {
  const isOpen = (label: string): boolean =>
    label === baseline || (standings.get(label)?.some(({ verdict }) => verdict === "cannot tell") ?? true);
  return contenders.map(({ label }) => label).filter(isOpen);
}

/** Runs replications [from, to) of the contenders; false where the user wanted no more. */
async function replicate(
  plan: ComparePlan,
  labels: readonly string[],
  from: number,
  to: number,
  execute: Execute,
  observations: Observations,
): Promise<boolean> {
  const contenders = plan.contenders.filter(({ label }) => labels.includes(label));
  const slots = Array.from({ length: to - from }, (_, i) => from + i).flatMap((replication): readonly Slot[] => {
    const seed = replicationSeed(plan.scenario.seed, replication);
    return contenders.map((balancer) => ({ balancer, replication, seed }));
  });
  const jobs = slots.map(({ balancer, seed }): FiguresJob => {
    return { scenario: plan.scenario, balancer, seed, keep: plan.maxReplications === 1 ? "sections" : "figures" };
  });
  return observations.take(slots, await execute(jobs));
}
