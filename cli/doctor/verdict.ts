/** The pass rule: the estimate lies within the tolerance of what is expected. Tolerances are never widened. */
import type { OracleCase, Tolerance } from "./case-file.ts";
import { meanInterval, medianInterval, type Interval } from "./intervals.ts";
import { NotCovered } from "./setup.ts";

/** What a case accepts, element by element. */
export interface Target {
  readonly expected: readonly number[];
  readonly low: readonly number[];
  readonly high: readonly number[];
  /** Every run must meet it by itself, instead of their mean or median. */
  readonly everyRun: boolean;
  readonly aggregate: "mean" | "median";
  /** Fewest runs before anything is decided. */
  readonly leastRuns: number;
}

export interface Verdict {
  /** `open`: the interval still reaches over an edge of what is accepted. */
  readonly outcome: "pass" | "fail" | "open";
  /** Whether the estimate as it stands would pass; what counts when no more runs may be made. */
  readonly within: boolean;
  readonly intervals: readonly Interval[];
}

/** Fewest runs for Student's t to mean something. */
const LEAST_RUNS = 6;

/** Of the interval that must lie outside for a failure: it is looked at after every run, and by chance some look strays. */
const SURE = 0.999;

/** Reads expected value and tolerance; `given` is the value in figures where it is written otherwise, `accepted` what a relation in words comes to. Throws `NotCovered` where they are not figures that a run can be held against. */
export function targetOf(
  { value, tolerance }: OracleCase,
  given?: readonly number[],
  accepted?: Pick<Target, "low" | "high">,
): Target {
  const expected = given ?? figures(value);
  const edges = (low: (x: number) => number, high: (x: number) => number): Pick<Target, "low" | "high"> => ({
    low: expected.map(low),
    high: expected.map(high),
  });
  const plan = { expected, everyRun: false, ...aggregateOf(tolerance) };
  switch (tolerance.type) {
    case "rel": {
      const slack = (x: number): number => tolerance.value * Math.abs(x);
      return {
        ...plan,
        ...edges(
          (x) => x - slack(x),
          (x) => x + slack(x),
        ),
      };
    }
    case "abs":
      return {
        ...plan,
        ...edges(
          (x) => x - tolerance.value,
          (x) => x + tolerance.value,
        ),
      };
    case "range": {
      const [low, high] = [figures(tolerance.value[0]), figures(tolerance.value[1])];
      if (low.length !== expected.length || high.length !== expected.length) throw shapeFault();
      if (low.some((edge, index) => edge > high[index]!))
        throw new NotCovered("tolerance: its low end lies above its high end");
      return { ...plan, low, high };
    }
    case "exact":
      return {
        ...plan,
        ...edges(
          (x) => x,
          (x) => x,
        ),
        everyRun: true,
        leastRuns: 2,
      };
    default:
      if (accepted !== undefined) return { ...plan, ...accepted };
      throw new NotCovered(`tolerance: a ${tolerance.type} is for the reader to judge`);
  }
}

function figures(value: unknown): readonly number[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (list.length > 0 && list.every(Number.isFinite)) return list as readonly number[];
  throw new NotCovered("value: expected a number or a list of numbers");
}

function aggregateOf(tolerance: Tolerance): Pick<Target, "aggregate" | "leastRuns"> {
  if (tolerance.aggregate === undefined) return { aggregate: "mean", leastRuns: LEAST_RUNS };
  const runs = /^median of >= ?(\d+) seeds$/.exec(tolerance.aggregate)?.[1];
  if (runs === undefined) throw new NotCovered(`tolerance.aggregate: ${tolerance.aggregate} is not understood`);
  return { aggregate: "median", leastRuns: Number(runs) };
}

function shapeFault(): NotCovered {
  return new NotCovered("tolerance: its shape is not that of the value");
}

/** Judges the values of several runs, one list of figures each. */
export function judge(target: Target, runs: readonly (readonly number[])[]): Verdict {
  const unlike = runs.find((run) => run.length !== target.expected.length);
  if (unlike) throw new NotCovered(`value: expected ${unlike.length} figures, got ${target.expected.length}`);
  const columns = target.expected.map((_, index) => runs.map((run) => run[index]!));
  const intervalOf = target.aggregate === "median" ? medianInterval : meanInterval;
  const intervals = columns.map((column) => intervalOf(column));
  const inside = (x: number, index: number): boolean => target.low[index]! <= x && x <= target.high[index]!;
  if (target.everyRun) {
    const within = columns.every((column, index) => column.every((x) => inside(x, index)));
    return { outcome: !within ? "fail" : runs.length < target.leastRuns ? "open" : "pass", within, intervals };
  }
  const within = intervals.every(({ estimate }, index) => inside(estimate, index));
  if (runs.length < target.leastRuns) return { outcome: "open", within, intervals };
  const outside = columns.some((column, index) => {
    const { low, high } = intervalOf(column, SURE);
    return high < target.low[index]! || low > target.high[index]!;
  });
  return { outcome: outside ? "fail" : decide(target, intervals), within, intervals };
}

function decide(target: Target, intervals: readonly Interval[]): Verdict["outcome"] {
  const inside = intervals.every(({ low, high }, index) => low >= target.low[index]! && high <= target.high[index]!);
  return inside ? "pass" : "open";
}
