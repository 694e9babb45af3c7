/** Random splitting: every node is a queue of its own, fed by its share of the Poisson stream. */
import type { TheoryRow } from "../../measure/result.ts";
import { answerRows } from "./answer-rows.ts";
import { NoFormula } from "./row.ts";
import type { Setting, Stream } from "./setting.ts";
import { poissonStation, thinned, type Answer } from "./station.ts";

/**
 * A Poisson stream whose messages are dealt out independently splits into independent Poisson streams. Shares are those
 * that the balancer was told, or those that were measured (hashing: the keys decide, and each message draws its own).
 */
export function splitRows(setting: Setting, shares: "configured" | "measured"): TheoryRow[] {
  if (setting.notPoisson !== null) throw new NoFormula(setting.notPoisson);
  const streams = setting.streams!;
  if (shares === "measured" && streams.length > 1 && !alike(streams)) {
    throw new NoFormula("Several producers with different work, whose keys fall to the nodes in different shares.");
  }
  const fractions = shares === "configured" ? configuredShares(setting) : measuredShares(setting);
  const answers = setting.scenario.nodes.flatMap((node, i) =>
    fractions[i] === 0 ? [] : [poissonStation(node, thinned(streams, fractions[i]!), setting.lost === 0)],
  );
  const throughput = answers.reduce((sum, answer) => sum + answer.throughputPerSecond, 0);
  const weigh = (answer: Answer): number => answer.means.meanResponse * (answer.throughputPerSecond / throughput);
  return answerRows(setting, {
    name: `${namesOf(answers)} per node under ${shares === "configured" ? "random splitting" : "hashing"}`,
    role: "applies",
    formula: "R of each node at its share of the rate, weighted by that share",
    meanResponse: answers.reduce((sum, answer) => sum + weigh(answer), 0),
    quantiles: sameForAll(answers) ? answers[0]!.quantiles : null,
    note:
      shares === "configured"
        ? "Independent draws split a Poisson stream into Poisson streams."
        : "Each message's key is drawn independently, so the stream splits as by independent draws; shares as measured.",
  });
}

function configuredShares({ scenario, run }: Setting): readonly number[] {
  const weighted = run.parameters["weighted"] === true;
  const weights = scenario.nodes.map((node) => (weighted ? node.weight : 1));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

function measuredShares({ run }: Setting): readonly number[] {
  const total = run.nodes.reduce((sum, node) => sum + node.arrivals, 0);
  return run.nodes.map((node) => node.arrivals / total);
}

function alike(streams: readonly Stream[]): boolean {
  const [first] = streams;
  return streams.every(({ work }) => work.mean === first!.work.mean && work.secondMoment === first!.work.secondMoment);
}

function namesOf(answers: readonly Answer[]): string {
  return [...new Set(answers.map((answer) => answer.name))].join(" and ");
}

function sameForAll(answers: readonly Answer[]): boolean {
  const [first] = answers;
  return answers.every(
    ({ means, throughputPerSecond }) =>
      close(means.meanResponse, first!.means.meanResponse) && close(throughputPerSecond, first!.throughputPerSecond),
  );
}

function close(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-9 * Math.abs(b);
}
