/** The limits of all contenders at all points at once: in each round, everything that any search asks for is run together. */
import { replicationSeed } from "../experiment.ts";
import type { ExperimentWarning } from "../result.ts";
import { isResolved, type LimitPlan, type SweepPlan, type SweepSetup, type Unresolved } from "./plan.ts";
import { isMet, runsToJudge } from "./requirements.ts";
import type { CapacityLimit } from "./result.ts";
import type { RunBook, WantedRun } from "./run-book.ts";
import { LimitSearch, type Probe } from "./search.ts";

interface Track {
  readonly point: number;
  readonly contender: number;
  readonly search: LimitSearch;
}

/** A probe with what is to be run for it. */
interface Asked {
  readonly track: Track;
  readonly probe: Probe;
  readonly setup: SweepSetup | Unresolved;
}

export interface LimitsFound {
  readonly limits: readonly CapacityLimit[];
  readonly warnings: readonly ExperimentWarning[];
}

/** Searches until every limit is found, or the user wants no more. */
export async function findLimits(plan: SweepPlan, limit: LimitPlan, book: RunBook): Promise<LimitsFound> {
  const tracks = tracksOf(plan, limit);
  const problems = new Map<string, string>();
  for (;;) {
    const asked = await askAll(tracks, limit);
    if (asked.length === 0) break;
    const runs = asked.flatMap((each) => runsFor(each, plan));
    await book.fetch(runs);
    if (!book.complete) break;
    for (const each of asked) judge(each, plan, book, limit, problems);
    book.forget(runs.map((run) => book.keyOf(run)));
  }
  const limits = tracks.map(({ point, contender, search }) => {
    const { path, unit } = limit;
    return { point, balancer: plan.contenders[contender]!, path, unit, ...search.found() };
  });
  const warnings = [...problems].map(([value, problem]) => ({
    kind: "other" as const,
    balancer: null,
    text: `${limit.path} = ${value} counts as failing: ${problem}`,
  }));
  return { limits, warnings };
}

function tracksOf({ points, contenders, replications, confidence }: SweepPlan, limit: LimitPlan): readonly Track[] {
  return points.flatMap((_, point) =>
    contenders.map((_, contender) => ({ point, contender, search: new LimitSearch(limit, replications, confidence) })),
  );
}

async function askAll(tracks: readonly Track[], limit: LimitPlan): Promise<readonly Asked[]> {
  const asked: Asked[] = [];
  for (const track of tracks) {
    for (const probe of track.search.next()) {
      asked.push({ track, probe, setup: await limit.resolve(track.point, probe.value) });
    }
  }
  return asked;
}

function runsFor({ track, probe, setup }: Asked, plan: SweepPlan): readonly WantedRun[] {
  if (!isResolved(setup)) return [];
  return seedsOf(probe, plan).flatMap((seed) => runsToJudge(setup, track.contender, seed, plan.requirementsOf));
}

function judge(
  { track, probe, setup }: Asked,
  plan: SweepPlan,
  book: RunBook,
  limit: LimitPlan,
  problems: Map<string, string>,
): void {
  if (!isResolved(setup)) {
    problems.set(limit.values[probe.value]!.text, setup.problem);
    return track.search.tell(probe, 0, 0);
  }
  const judged = seedsOf(probe, plan)
    .map((seed) => isMet(setup, track.contender, seed, plan.requirementsOf, book))
    .filter((met) => met !== null);
  track.search.tell(probe, judged.filter(Boolean).length, judged.length);
}

function seedsOf({ from, to }: Probe, { seed }: SweepPlan): readonly number[] {
  return Array.from({ length: to - from }, (_, index) => replicationSeed(seed, from + index));
}
