/** Runs every point of a sweep, some hundreds of runs at a time, and turns them into cells. */
import type { RunFigures } from "../../measure/run-figures.ts";
import { estimateOver } from "../estimate.ts";
import type { PointDigests } from "./inert.ts";
import { isResolved, type PlannedPoint, type SweepPlan, type SweepSetup } from "./plan.ts";
import { judgementOf } from "./requirements.ts";
import type { SweepCell } from "./result.ts";
import type { RunBook, WantedRun } from "./run-book.ts";

/** Runs asked for at a time: enough for any number of workers, few enough that their figures fit in memory. */
const RUNS_AT_A_TIME = 400;

export interface GridFound {
  readonly cells: readonly SweepCell[];
  readonly digests: readonly PointDigests[];
}

/** Every point with every contender and seed, under common seeds. */
export async function runGrid(plan: SweepPlan, seeds: readonly number[], book: RunBook): Promise<GridFound> {
  const wanted = plan.points.map(({ setup }) => (isResolved(setup) ? runsAt(setup, seeds) : []));
  const lastUse = lastUses(wanted, book);
  const cells: SweepCell[] = [];
  const digests: PointDigests[] = [];
  for (const [from, to] of chunks(wanted)) {
    await book.fetch(wanted.slice(from, to).flat());
    for (let point = from; point < to; point++) {
      cells.push(...cellsOf(plan, point, seeds, book));
      digests.push(digestsOf(plan.points[point]!, plan.contenders.length, seeds, book));
    }
    book.forget([...lastUse].filter(([, last]) => last >= from && last < to).map(([key]) => key));
  }
  return { cells, digests };
}

/** One replication of each probe: their digests. */
export async function runProbes(
  { probes, contenders }: SweepPlan,
  seed: number,
  book: RunBook,
): Promise<PointDigests[]> {
  await book.fetch(probes.flatMap(({ setup }) => (isResolved(setup) ? runsAt(setup, [seed]) : [])));
  return probes.map((probe) => digestsOf(probe, contenders.length, [seed], book));
}

function runsAt({ scenario, balancers }: SweepSetup, seeds: readonly number[]): readonly WantedRun[] {
  return balancers.flatMap((balancer) => seeds.map((seed) => ({ scenario, balancer, seed })));
}

function lastUses(wanted: readonly (readonly WantedRun[])[], book: RunBook): ReadonlyMap<string, number> {
  return new Map(wanted.flatMap((runs, point) => runs.map((run) => [book.keyOf(run), point] as const)));
}

/** Stretches of whole points. */
function chunks(wanted: readonly (readonly WantedRun[])[]): readonly (readonly [number, number])[] {
  const stretches: [number, number][] = [];
  let runs = Infinity;
  wanted.forEach(({ length }, point) => {
    if (runs + length > RUNS_AT_A_TIME) {
      stretches.push([point, point]);
      runs = 0;
    }
    runs += length;
    stretches.at(-1)![1] = point + 1;
  });
  return stretches;
}

function cellsOf(plan: SweepPlan, point: number, seeds: readonly number[], book: RunBook): readonly SweepCell[] {
  const { setup } = plan.points[point]!;
  return plan.contenders.flatMap((balancer, contender) => {
    const runs = isResolved(setup) ? figuresAt(setup, contender, seeds, book) : [];
    const met = isResolved(setup) ? metAt(plan, setup, contender, seeds, book) : null;
    return plan.measures.map((measure) => ({
      point,
      balancer,
      measure: measure.text,
      ...estimateOver(runs, measure, plan.confidence).estimate,
      met,
    }));
  });
}

function figuresAt(setup: SweepSetup, contender: number, seeds: readonly number[], book: RunBook): RunFigures[] {
  return seeds.flatMap((seed) => book.figures({ ...setup, balancer: setup.balancers[contender]!, seed }) ?? []);
}

function metAt(
  { requirementsOf }: SweepPlan,
  setup: SweepSetup,
  contender: number,
  seeds: readonly number[],
  book: RunBook,
): number | null {
  if (requirementsOf(setup.scenario, setup.balancers[contender]!.label).length === 0) return null;
  const judged = seeds.flatMap((seed) => judgementOf(setup, contender, seed, requirementsOf, book) ?? []);
  return judged.length === 0 ? null : judged.filter((judgement) => judgement === "met").length / judged.length;
}

function digestsOf(
  { values, setup }: PlannedPoint,
  contenders: number,
  seeds: readonly number[],
  book: RunBook,
): PointDigests {
  const digests = Array.from({ length: contenders }, (_, contender) =>
    seeds.map((seed) => {
      if (!isResolved(setup)) return null;
      return book.figures({ ...setup, balancer: setup.balancers[contender]!, seed })?.digest ?? null;
    }),
  );
  return { values, digests };
}
