/** The page of a comparison, as a decision: question, verdict, warnings, table, expectations, evidence, repetition. */
import type { CompareFile } from "../../../sim/index.ts";
import type { Chart } from "../../charts/chart.ts";
import { formatCount } from "../../format.ts";
import { listNames } from "../../names.ts";
import { balancerBar } from "../../page/figures.ts";
import { chartSection } from "../../page/frame.ts";
import type { Page } from "../../page/frame.ts";
import { html } from "../../page/markup.ts";
import type { Markup } from "../../page/markup.ts";
import { experimentPage } from "../page/page.ts";
import { experimentRepeat } from "../page/repeat.ts";
import { experimentSummary } from "../page/summary.ts";
import { chosenPercent } from "../values.ts";
import { againstTable } from "./against.ts";
import { compareCharts } from "./charts/index.ts";
import { compareContext } from "./context.ts";
import type { CompareContext } from "./context.ts";
import { decisionTable, expectationShares, rankingTable } from "./table.ts";
import { pairingWords } from "./words.ts";

/** Everything of the page. */
export function comparePage(file: CompareFile): Page {
  const context = compareContext(file);
  const charts = compareCharts(file);
  const skip = { to: "comparison", words: "Skip to the comparison" };
  return experimentPage(context, charts, skip, body(context, charts));
}

function body(context: CompareContext, charts: readonly Chart[]): Markup {
  const { file, contenders } = context;
  return html`${experimentSummary(file, "comparison", file.verdict, facts(context))}
    <main>
      ${decisionTable(context)} ${againstTable(context)} ${expectationShares(context)}
      ${charts.length > 0 ? balancerBar(context.names, context.emphasised) : null}
      ${chartSection("intervals", "Every balancer by itself", charts)}
      ${chartSection("differences", "Against the baseline", charts)}
      ${chartSection("ranking", "Who may be the best", charts, rankingTable(context))}
      ${chartSection("replications", "Every replication", charts)} ${experimentRepeat(file, contenders, file.seeds)}
    </main>
    <footer class="page">evenkeel ${file.version}</footer>`;
}

/** How the decision was made, and how far it can be trusted. */
function facts({ file, contenders }: CompareContext): readonly string[] {
  const { seeds, runs, maxReplications, precision, confidence, failures } = file;
  const limit = seeds.length >= maxReplications ? ", the limit" : `, of at most ${formatCount(maxReplications)}`;
  const pairing = pairingWords(file.differences);
  const bounds = contenders.filter(({ truth }) => truth).map(({ balancer }) => balancer);
  return [
    `${formatCount(seeds.length)} ${seeds.length === 1 ? "replication" : "replications"} of each balancer under common random numbers${limit}; ${formatCount(runs)} runs in all${failures.length > 0 ? `, ${formatCount(failures.length)} of which failed and are left out` : ""}.`,
    `${chosenPercent(confidence)} confidence over all comparisons; differences within ${chosenPercent(precision)} count as equivalent.`,
    ...(pairing === null ? [] : [`${pairing.charAt(0).toUpperCase()}${pairing.slice(1)}.`]),
    ...(bounds.length === 0
      ? []
      : [
          `${listNames(bounds)} ${bounds.length === 1 ? "sees global truth: it is a bound, not a choice" : "see global truth: they are bounds, not choices"}.`,
        ]),
  ];
}
