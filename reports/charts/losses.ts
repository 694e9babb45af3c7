/** Chart: what each balancer lost, by cause. */
import { LOSS_CAUSES } from "../../sim/index.ts";
import type { ResultFile } from "../../sim/index.ts";
import { lossesDescription, lossesFinding } from "../findings/messages.ts";
import { lossWords } from "../findings/words.ts";
import { formatCount, formatFraction } from "../format.ts";
import { lostFraction } from "../comparison.ts";
import type { Chart } from "./chart.ts";
import { chartContext } from "./context.ts";
import { seenCauses } from "./fates.ts";
import { VISIBLE } from "./layers.ts";
import { ROW_STEP, nameLayer, rowChannel } from "./rows.ts";
import { zeroBasedTop } from "./scales.ts";
import { specBase } from "./theme.ts";

/** Null where no measured message was lost: a sentence says that better than an empty chart. */
export function losses(result: ResultFile): Chart | null {
  if (result.runs.every((run) => run.messages.lost === 0)) return null;
  const context = chartContext(result);
  const causes = seenCauses(result.runs);
  const rows = result.runs.flatMap(({ messages }, b) =>
    causes.map((cause) => ({
      b,
      cause: LOSS_CAUSES.indexOf(cause),
      what: lossWords(cause),
      count: messages.lostByCause[cause],
      fraction: messages.offered === 0 ? null : messages.lostByCause[cause] / messages.offered,
    })),
  );
  const totals = result.runs.map((run, b) => ({
    b,
    label:
      run.messages.lost === 0 ? "none" : `${formatFraction(lostFraction(run))} (${formatCount(run.messages.lost)})`,
  }));
  return {
    id: "losses",
    section: "messages",
    title: lossesFinding(result),
    subtitle: "Lost messages by cause, as a share of the offered ones, over measured time.",
    description: lossesDescription(result),
    spec: {
      ...specBase(context, { causes: LOSS_CAUSES.map(lossWords) }),
      transform: [{ filter: VISIBLE }],
      width: 640,
      height: { step: ROW_STEP },
      layer: [
        {
          mark: { type: "bar", height: 12, yOffset: 7, tooltip: { content: "data" } },
          encoding: {
            y: rowChannel(),
            x: {
              field: "fraction",
              type: "quantitative",
              stack: "zero",
              scale: { domain: [0, zeroBasedTop(result.runs.map(lostFraction))], nice: false },
              axis: { title: null, format: "~%", tickCount: 5, labelFlush: true },
            },
            color: {
              field: "cause",
              type: "ordinal",
              scale: {
                domain: LOSS_CAUSES.map((_, cause) => cause),
                range: LOSS_CAUSES.map((_, cause) => ({ expr: `losses[${cause}]` })),
              },
              legend: {
                title: null,
                orient: "top",
                values: causes.map((cause) => LOSS_CAUSES.indexOf(cause)),
                labelExpr: "causes[datum.value]",
                symbolType: "square",
                columns: { expr: "narrow ? 1 : 4" },
              },
            },
            order: { field: "cause", type: "quantitative" },
          },
        },
        nameLayer({ values: totals }),
      ],
    },
    columns: [
      { field: "b", title: "balancer", kind: "balancer" },
      { field: "what", title: "cause", kind: "text" },
      { field: "count", title: "messages", kind: "count" },
      { field: "fraction", title: "of the offered", kind: "fraction" },
    ],
    rows,
    balancers: context.names,
    emphasised: context.emphasised,
  };
}
