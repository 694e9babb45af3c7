/**
 * A sweep: every point with every balancer and replication under common seeds, and, where it is asked for, the limit of a
 * path at every point. What it finds depends on the runs' figures alone, never on who made them or in which order.
 */
import { replicationSeed, type Execute } from "../experiment.ts";
import { runGrid, runProbes } from "./grid.ts";
import { inertPaths } from "./inert.ts";
import { findLimits } from "./limits.ts";
import { isResolved, type SweepOutcome, type SweepPlan } from "./plan.ts";
import { RunBook } from "./run-book.ts";

/** Does what is planned. Failed runs and points that do not resolve are told in what it returns; the others go on. */
export async function sweep(plan: SweepPlan, execute: Execute): Promise<SweepOutcome> {
  const book = new RunBook(execute);
  const seeds = Array.from({ length: plan.replications }, (_, index) => replicationSeed(plan.seed, index));
  const { cells, digests } = await runGrid(plan, seeds, book);
  const probed = await runProbes(plan, plan.seed, book);
  const { inert, warnings } = inertPaths(plan.axes, plan.contenders, [...digests, ...probed]);
  const limits = plan.limit === null ? null : await findLimits(plan, plan.limit, book);
  return {
    axes: plan.axes.map((axis, index) => ({ ...axis, inert: inert[index]! })),
    seeds,
    points: plan.points.map(({ values, setup }) => ({ values, problem: isResolved(setup) ? null : setup.problem })),
    cells,
    limits: limits?.limits ?? null,
    runs: book.runs,
    failures: book.failures,
    warnings: [...warnings, ...(limits?.warnings ?? [])],
    complete: book.complete,
  };
}
