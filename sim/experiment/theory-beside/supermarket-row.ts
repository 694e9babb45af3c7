/** Power of d choices: the limit for many nodes. */
import type { TheoryRow } from "../../measure/result.ts";
import { supermarket } from "../../theory/index.ts";
import { answerRows } from "./answer-rows.ts";
import { NoFormula } from "./row.ts";
import { mixture, type Setting } from "./setting.ts";
import { splitRows } from "./splitting.ts";

export function supermarketRows(setting: Setting): TheoryRow[] {
  const { scenario, run } = setting;
  const choices = run.parameters["choices"] as number;
  const n = scenario.nodes.length;
  if (choices === 1) return splitRows(setting, "configured");
  if (setting.notPoisson !== null) throw new NoFormula(setting.notPoisson);
  const all = mixture(setting.streams!);
  const { speed } = scenario.nodes[0]!;
  expectSupermarket(setting, all.work.exponential, choices);
  const limit = supermarket(all.ratePerSecond / n, speed / all.work.mean, choices);
  return answerRows(setting, {
    name: `supermarket model with ${choices} choices, limit of many nodes`,
    role: "reference",
    formula: "sum over k >= 1 of load^((d^k - d) / (d - 1)) / mu",
    meanResponse: limit.meanResponse,
    quantiles: null,
    note: `The limit for many nodes; finite systems lie above it, here with ${n} nodes by an order of 1/${n}.`,
  });
}

function expectSupermarket({ scenario, lost, latencySeconds }: Setting, exponential: boolean, choices: number): void {
  const { nodes, gateways } = scenario;
  const equal = nodes.every((node) => node.speed === nodes[0]!.speed && node.workers === 1);
  if (!equal) throw new NoFormula("The supermarket model is of equal nodes with one worker each.");
  if (!exponential) throw new NoFormula("The supermarket model's closed form is of exponential work.");
  if (gateways.count > 1) throw new NoFormula("Several gateways, each of which sees only its own messages at a node.");
  if (lost > 0) throw new NoFormula("Messages were lost to full queues; the supermarket model's are unlimited.");
  if (latencySeconds > 0)
    throw new NoFormula("With latency a gateway's counts are old; the supermarket model's are current.");
  if (choices >= nodes.length)
    throw new NoFormula("All nodes are looked at: join-shortest-queue, without a closed form.");
}
