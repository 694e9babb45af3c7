/**
 * Do the statistics keep their promises? Simulated experiments whose answers are known, each analysed as `compare` would:
 * how often do the intervals cover the truth, how often is a verdict wrong?
 */
import type * as simulator from "../../sim/index.ts";
import { Stream } from "../../sim/core/random.ts";
import { centredPool, resampledVerdicts } from "./resampled.ts";
import { families, type Family, type Measure, type Theory } from "./families.ts";

/** The simulator, handed in so that the same experiments run on the sources and on the build. */
export type Simulator = Pick<typeof simulator, "runJob" | "findBalancer" | "statistics" | "estimateOver">;
type RunFigures = simulator.RunFigures;

export interface CoverageOptions {
  readonly experiments: number;
  readonly replications: number;
  /** Measured in each replication, about. */
  readonly messages: number;
  /** Comparisons that are drawn from the differences of all experiments, beside these. */
  readonly resampled: number;
  readonly onExperiment?: (done: number) => void;
}

/** One line of the table. */
export interface CoverageRow {
  readonly what: string;
  readonly kind: Measure["kind"] | "wrong verdict";
  readonly hits: number;
  readonly experiments: number;
  /** Of a verdict: how many share the error; 1 unless said. */
  readonly comparisons?: number;
}

const CONFIDENCE = 0.95;
/** Verdicts that share an error, in the comparisons that are drawn: one, and as many as five balancers have in three measures. */
const COMPARISONS = [1, 12];

/** All experiments; seeds are their numbers, so that a longer study contains a shorter one. */
export async function coverage(library: Simulator, theory: Theory, options: CoverageOptions): Promise<CoverageRow[]> {
  const { experiments, replications, messages } = options;
  const all = families(theory, messages);
  const hits = new Map<string, { kind: CoverageRow["kind"]; hits: number }>();
  const count = (what: string, kind: CoverageRow["kind"], hit: boolean): void => {
    const row = hits.get(what) ?? { kind, hits: 0 };
    hits.set(what, { kind, hits: row.hits + (hit ? 1 : 0) });
  };
  const differences: number[] = [];
  for (let experiment = 0; experiment < experiments; experiment++) {
    const runs: RunFigures[][] = [];
    for (const family of all) {
      const results = await replicate(library, family, experiment * replications, replications);
      runs.push(results);
      for (const measure of family.measures)
        count(`${family.name}: ${measure.name}`, measure.kind, covers(library, measure, results));
    }
    differences.push(...judge(library, all.slice(-2), runs.slice(-2), count));
    options.onExperiment?.(experiment + 1);
  }
  const random = new Stream(1, "resampled");
  const draw = centredPool(differences, () => random.unit());
  const resampled = COMPARISONS.map((comparisons) =>
    resampledVerdicts(library.statistics, { draw, experiments: options.resampled, comparisons }),
  );
  return [...[...hits].map(([what, row]) => ({ what, ...row, experiments })), ...resampled];
}

async function replicate(
  { runJob, findBalancer }: Simulator,
  { scenario, balancer }: Family,
  firstSeed: number,
  replications: number,
): Promise<RunFigures[]> {
  const host = {
    definition: (algorithm: string) => findBalancer(algorithm)!,
    openTrace: () => {
      throw new Error("no producer here replays a trace");
    },
  };
  const results: RunFigures[] = [];
  for (let seed = firstSeed; seed < firstSeed + replications; seed++)
    results.push(await runJob({ scenario, balancer, seed, keep: "figures" }, host));
  return results;
}

/** By the intervals that `compare` gives a contender. */
function covers({ estimateOver }: Simulator, measure: Measure, runs: readonly RunFigures[]): boolean {
  const { trials = null, q } = measure;
  const { estimate } = estimateOver(
    runs,
    {
      text: measure.name,
      unit: "other",
      better: "lower",
      trials,
      sectioned: false,
      quantile: q === undefined ? null : { q, of: ({ distributions }) => distributions?.responseTime },
      read: measure.of,
    },
    CONFIDENCE,
  );
  // A side without a bound excludes nothing.
  return (estimate.low ?? -Infinity) <= measure.truth && measure.truth <= (estimate.high ?? Infinity);
}

type Count = (what: string, kind: CoverageRow["kind"], hit: boolean) => void;

/**
 * Verdicts on two choices against random: as it is, where it would be equal, and at the edge of the tolerance. Returns
 * the differences.
 */
function judge(
  { statistics }: Simulator,
  pair: readonly Family[],
  runs: readonly RunFigures[][],
  count: Count,
): readonly number[] {
  const [truth, baseTruth] = pair.map(({ measures }) => measures[0]!.truth) as [number, number];
  const [candidate, baseline] = pair.map(({ measures }, i) => runs[i]!.map(measures[0]!.of)) as [number[], number[]];
  const gap = truth - baseTruth;
  const options = { confidence: CONFIDENCE, tolerance: 0, direction: "lower" } as const;
  const differences = candidate.map((value, i) => value - baseline[i]!);
  count(
    "two choices against random",
    "wrong verdict",
    statistics.verdictOf(differences, options).decision !== "better",
  );
  // Less the known difference they are equal in mean, and whoever names a winner is wrong.
  const equal = differences.map((difference) => difference - gap);
  count("equals, one look", "wrong verdict", statistics.verdictOf(equal, options).decision !== "cannot-tell");
  const scaled = baseline.map((value) => (value * truth) / baseTruth);
  const asRatio = statistics.relativeVerdictOf(candidate, scaled, options);
  count("equals as a ratio, one look", "wrong verdict", asRatio.decision !== "cannot-tell");
  const plan = statistics.sequentialPlan(5, equal.length, CONFIDENCE);
  const decided = plan.looks.map((size, look) => {
    const confidence = statistics.confidenceAtLook(plan, look);
    return statistics.verdictOf(equal.slice(0, size), { ...options, confidence }).decision !== "cannot-tell";
  });
  count(`equals, looks at ${plan.looks.join(", ")}`, "wrong verdict", decided.includes(true));
  const edge = statistics.relativeVerdictOf(candidate, baseline, { ...options, tolerance: -gap / baseTruth });
  count("equivalent, at the tolerance's edge", "wrong verdict", edge.decision === "equivalent");
  return differences;
}
