/** Copies of a message at several nodes: redundancy-d, where its closed form holds. */
import type { TheoryRow } from "../../measure/result.ts";
import { redundancyResponse } from "../../theory/index.ts";
import { answerRows } from "./answer-rows.ts";
import { NoFormula } from "./row.ts";
import { mixture, type Setting } from "./setting.ts";

/** The row, where the gateways send copies. Throws a NoFormula where an assumption is broken. */
export function redundancyRows(setting: Setting): TheoryRow[] {
  expectRedundancyD(setting);
  const { nodes, gateways } = setting.scenario;
  const { ratePerSecond, work } = mixture(setting.streams!);
  if (!work.exponential) throw new NoFormula("The closed form of redundancy-d is of exponential work.");
  const copies = Math.min(gateways.redundancy!.copies, nodes.length);
  return answerRows(setting, {
    name: `redundancy-${copies}`,
    role: "applies",
    formula: "sum over i = d..n of 1 / (n (mu C(n-1, d-1) / C(i-1, d-1) - lambda))",
    meanResponse: redundancyResponse(ratePerSecond / nodes.length, nodes[0]!.speed / work.mean, nodes.length, copies),
    quantiles: null,
    note: "Copies at nodes drawn at random, with work of their own; the first one that is done ends the others at once.",
  });
}

function expectRedundancyD({ lost, latencySeconds, notPoisson, run, scenario }: Setting): void {
  const { nodes, gateways } = scenario;
  const { cancel, work } = gateways.redundancy!;
  if (notPoisson !== null) throw new NoFormula(notPoisson);
  if (cancel !== "on-completion") throw new NoFormula(`No closed form is known for copies cancelled ${cancel}.`);
  if (work !== "independent") throw new NoFormula("No closed form is known for copies of one and the same work.");
  if (run.algorithm !== "random" || run.parameters["weighted"] === true) {
    throw new NoFormula("The closed form is of copies at nodes drawn at random, all alike.");
  }
  const plain = nodes.every(
    (node) => node.speed === nodes[0]!.speed && node.workers === 1 && node.discipline === "fifo",
  );
  if (!plain) throw new NoFormula("The closed form is of equal nodes with one worker each, first in first out.");
  if (lost > 0) throw new NoFormula("Messages were lost; the closed form's queues are unlimited.");
  if (latencySeconds > 0)
    throw new NoFormula("With latency a cancellation comes late; in the closed form it is at once.");
}
