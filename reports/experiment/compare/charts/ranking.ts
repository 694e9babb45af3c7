/** Chart: how likely each balancer is the best at the measure that decides. */
import type { Chart } from "../../../charts/chart.ts";
import { VISIBLE, balancerColour, dimUnlessPicked } from "../../../charts/layers.ts";
import type { Layer } from "../../../charts/layers.ts";
import { ROW_STEP, nameLayer, rowChannel } from "../../../charts/rows.ts";
import { along, linearAxis } from "../../charts/axes.ts";
import { panelsSpec } from "../../charts/panels.ts";
import { chosenPercent } from "../../values.ts";
import type { CompareContext } from "../context.ts";
import { describeRanking, rankingFinding } from "../findings.ts";
import { chance } from "../words.ts";

const BAR_PIXELS = 10;

/** Null where nobody was ranked. */
export function ranking(context: CompareContext): Chart | null {
  const [decisive] = context.measures;
  const ranked = decisive?.cells.filter((cell) => cell.ranked !== null) ?? [];
  if (decisive === undefined || ranked.length < 2) return null;
  const axis = linearAxis("fraction", [0, 1]);
  const labels = ranked.map(({ place, ranked: where }) => ({
    b: place,
    label: `${chance(where!.probabilityOfBest)}${where!.mayBeBest ? "  • may be best" : ""}`,
  }));
  const bars: Layer = {
    transform: [{ filter: VISIBLE }],
    mark: { type: "bar", height: BAR_PIXELS, yOffset: 7, tooltip: { content: "data" } },
    encoding: {
      y: rowChannel(),
      x: along("chance", axis),
      color: balancerColour(context),
      opacity: dimUnlessPicked(1),
    },
  } as Layer;
  return {
    id: "ranking",
    section: "ranking",
    title: rankingFinding(context),
    subtitle:
      `Probability of being the best by ${decisive.head.text}. The balancers that may be best, •, contain the best ` +
      `with ${chosenPercent(context.file.confidence)} confidence.`,
    description: describeRanking(context),
    spec: panelsSpec(context, [
      { title: decisive.head.text, height: { step: ROW_STEP }, layers: [bars, nameLayer({ values: labels })] },
    ]),
    columns: [
      { field: "b", title: "balancer", kind: "balancer" },
      { field: "rank", title: "place", kind: "count" },
      { field: "chance", title: "probability of best", kind: "fraction" },
      { field: "possible", title: "may be best", kind: "text" },
    ],
    rows: ranked.map((cell) => ({
      b: cell.place,
      rank: decisive.ranked.indexOf(cell) + 1,
      chance: cell.ranked!.probabilityOfBest,
      possible: cell.ranked!.mayBeBest ? "yes" : "no",
    })),
    balancers: context.names,
    emphasised: context.emphasised,
  };
}
