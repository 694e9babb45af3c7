/** What all parts of a comparison's page share: the measures, the balancers by place, and who has a colour. */
import type { CompareFile, Contender } from "../../../sim/index.ts";
import { COLOURED_BALANCERS } from "../../colours.ts";
import { comparedMeasures, contendersByPlace } from "./standing.ts";
import type { ComparedMeasure } from "./standing.ts";

/** Beyond eight balancers only so many of the best keep a colour, beside the baseline and the best bound. */
const BEST_FEW = 4;

export interface CompareContext {
  readonly file: CompareFile;
  readonly contenders: readonly Contender[];
  readonly measures: readonly ComparedMeasure[];
  readonly names: readonly string[];
  /** By place: has a colour of its own. */
  readonly emphasised: readonly boolean[];
}

export function compareContext(file: CompareFile): CompareContext {
  const contenders = contendersByPlace(file);
  const measures = comparedMeasures(file);
  return {
    file,
    contenders,
    measures,
    names: contenders.map(({ balancer }) => balancer),
    emphasised: emphasis(contenders, measures[0]),
  };
}

function emphasis(contenders: readonly Contender[], decisive: ComparedMeasure | undefined): readonly boolean[] {
  if (contenders.length <= COLOURED_BALANCERS || decisive === undefined) return contenders.map(() => true);
  const others = decisive.ranked.filter(({ place }) => place !== 0);
  const best = others.filter(({ contender }) => !contender.truth).slice(0, BEST_FEW);
  const bound = others.find(({ contender }) => contender.truth);
  return contenders.map(
    (_, place) => place === 0 || place === bound?.place || best.some((each) => each.place === place),
  );
}
