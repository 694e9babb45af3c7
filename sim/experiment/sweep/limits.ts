/** The limits of all contenders at all points at once: in each round, everything that any search asks for is run together. */
import { replicationSeed } from "../experiment.ts";
import type { ExperimentWarning } from "../result.ts";
import { isResolved, type LimitPlan, type SweepPlan, type SweepSetup, type Unresolved } from "./plan.ts";
import { judgementOf, runsToJudge } from "./requirements.ts";
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
  const problems: Problem[] = [];
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
  return { limits, warnings: warningsOf(problems, limit) };
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
  problems: Problem[],
): void {
  if (!isResolved(setup)) {
    problems.push({ balancer: null, value: limit.values[probe.value]!.text, text: setup.problem });
    return track.search.tell(probe, 0, 0);
  }
  const judged = seedsOf(probe, plan).flatMap(
    (seed) => judgementOf(setup, track.contender, seed, plan.requirementsOf, book) ?? [],
  );
  if (judged.length > 0 && judged.every((judgement) => judgement === "unknown")) {
    const balancer = plan.contenders[track.contender]!;
    problems.push({ balancer, value: limit.values[probe.value]!.text, text: UNKNOWN });
  }
  track.search.tell(probe, judged.filter((judgement) => judgement === "met").length, judged.length);
}

/** Why a value counts as failing though nothing is seen to fail. */
interface Problem {
  /** null: whoever it is. */
  readonly balancer: string | null;
  readonly value: string;
  readonly text: string;
}

const UNKNOWN =
  "what is expected cannot be told of so few messages; a longer duration, or another end of the range, would do";

/** Each problem once, with the first value that has it. */
function warningsOf(problems: readonly Problem[], { path }: LimitPlan): readonly ExperimentWarning[] {
  const groups = new Map<string, Problem[]>();
  for (const problem of problems) {
    const key = JSON.stringify([problem.balancer, problem.text]);
    groups.set(key, [...(groups.get(key) ?? []), problem]);
  }
  return [...groups.values()].map((group) => {
    const { balancer, value, text } = group[0]!;
    const others = new Set(group.map((each) => each.value)).size - 1;
    const more = others === 0 ? "" : ` (and ${others} more ${others === 1 ? "value" : "values"})`;
    const whose = balancer === null ? "" : ` for ${balancer}`;
    return { kind: "other", balancer, text: `${path} = ${value}${more} counts as failing${whose}: ${text}` };
  });
}

function seedsOf({ from, to }: Probe, { seed }: SweepPlan): readonly number[] {
  return Array.from({ length: to - from }, (_, index) => replicationSeed(seed, from + index));
}
