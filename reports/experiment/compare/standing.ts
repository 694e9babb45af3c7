/** A compare file by place: who is compared with whom, where each contender stands at each measure. */
import type {
  CompareFile,
  Contender,
  MeasureHead,
  MeasureInterval,
  PairedDifference,
  RankedPlace,
} from "../../../sim/index.ts";
import type { Standing } from "../../comparison.ts";

/** One contender at one measure. */
export interface ComparedCell {
  readonly place: number;
  readonly contender: Contender;
  readonly isBaseline: boolean;
  readonly interval: MeasureInterval | null;
  /** null for the baseline, and where no pair of runs finished. */
  readonly difference: PairedDifference | null;
  readonly ranked: RankedPlace | null;
  readonly standing: Standing;
}

/** One measure: its cells by place, and the same, best first. */
export interface ComparedMeasure {
  readonly index: number;
  readonly head: MeasureHead;
  readonly cells: readonly ComparedCell[];
  readonly ranked: readonly ComparedCell[];
}

/** The contenders in the order of a report: the baseline, which is grey in every chart, then the others as in the file. */
export function contendersByPlace(file: CompareFile): readonly Contender[] {
  const isBaseline = (contender: Contender): boolean => contender.balancer === file.baseline;
  return [...file.contenders.filter(isBaseline), ...file.contenders.filter((contender) => !isBaseline(contender))];
}

/** Every measure of the file, in its order: the first decides. */
export function comparedMeasures(file: CompareFile): readonly ComparedMeasure[] {
  const contenders = contendersByPlace(file);
  return file.measures.map((head, index) => {
    const places = file.rankings.find((ranking) => ranking.measure === head.text)?.places ?? [];
    const cells = contenders.map((contender, place) => cell(file, head, contender, place, places));
    const order = (each: ComparedCell): number => {
      const found = places.findIndex(({ balancer }) => balancer === each.contender.balancer);
      return found < 0 ? places.length + each.place : found;
    };
    return { index, head, cells, ranked: [...cells].sort((one, other) => order(one) - order(other)) };
  });
}

function cell(
  file: CompareFile,
  head: MeasureHead,
  contender: Contender,
  place: number,
  places: readonly RankedPlace[],
): ComparedCell {
  const isMine = (each: { readonly measure: string; readonly balancer: string }): boolean =>
    each.measure === head.text && each.balancer === contender.balancer;
  return {
    place,
    contender,
    isBaseline: contender.balancer === file.baseline,
    interval: file.intervals.find(isMine) ?? null,
    difference: file.differences.find(isMine) ?? null,
    ranked: places.find(({ balancer }) => balancer === contender.balancer) ?? null,
    standing: standingOf(contender, places, file.contenders),
  };
}

/** The only one that may be best is it; of several, none is, and they are tied. A bound is never best, as it cannot be had. */
function standingOf(contender: Contender, places: readonly RankedPlace[], contenders: readonly Contender[]): Standing {
  const bounds = new Set(contenders.filter(({ truth }) => truth).map(({ balancer }) => balancer));
  const possible = places.filter(({ balancer, mayBeBest }) => mayBeBest && !bounds.has(balancer));
  const choices = places.filter(({ balancer }) => !bounds.has(balancer));
  if (choices.length < 2 || possible.length === choices.length) return "other";
  if (!possible.some(({ balancer }) => balancer === contender.balancer)) return "other";
  return possible.length === 1 ? "best" : "tied";
}

/** What became of a comparison with the baseline. */
export type DifferenceVerdict = PairedDifference["verdict"];

/** What a verdict looks like beside its word: never colour alone. */
export const VERDICT_SIGNS: Readonly<Record<DifferenceVerdict, { readonly unicode: string; readonly ascii: string }>> =
  {
    better: { unicode: "✓", ascii: "+" },
    worse: { unicode: "✗", ascii: "-" },
    equivalent: { unicode: "=", ascii: "=" },
    "cannot tell": { unicode: "?", ascii: "?" },
  };
