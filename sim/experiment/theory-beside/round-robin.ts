/** Strict round robin of a Poisson stream over n nodes: each sees gaps that are sums of n exponentials, Erlang-n. */
import type { TheoryRow } from "../../measure/result.ts";
import { erlangM1, kingmanBound } from "../../theory/index.ts";
import { answerRows } from "./answer-rows.ts";
import { NoFormula } from "./row.ts";
import { mixture, type Setting, type Stream } from "./setting.ts";
import { atSpeed } from "./station.ts";

export function roundRobinRows(setting: Setting): TheoryRow[] {
  const { scenario } = setting;
  if (setting.notPoisson !== null) throw new NoFormula(setting.notPoisson);
  if (scenario.gateways.count > 1) {
    throw new NoFormula("Several gateways, each with a turn of its own: what they send a node together is not Erlang.");
  }
  if (scenario.nodes.some((node) => node.workers > 1)) {
    throw new NoFormula("Erlang arrivals before several workers have no closed form.");
  }
  if (setting.lost > 0) throw new NoFormula("Messages were lost to full queues: finite queues behind Erlang arrivals.");
  const n = scenario.nodes.length;
  const all = mixture(setting.streams!);
  const each = { ...all, ratePerSecond: all.ratePerSecond / n };
  return all.work.exponential ? exactRows(setting, each, n) : kingmanRows(setting, each, n);
}

/** With equal weights it is strict round robin; with others a node's gaps have more or fewer stages from one to the next. */
export function weightedRoundRobinRows(setting: Setting): TheoryRow[] {
  const { nodes } = setting.scenario;
  if (nodes.every((node) => node.weight === nodes[0]!.weight)) return roundRobinRows(setting);
  throw new NoFormula(
    "Under unequal weights the gaps between a node's arrivals differ in turn, which no closed form covers.",
  );
}

/** For exponential work every discipline that never idles has the same mean; quantiles are those of first come first served. */
function exactRows(setting: Setting, each: Stream, n: number): TheoryRow[] {
  const { nodes } = setting.scenario;
  const queues = nodes.map(({ speed }) => erlangM1(n, each.ratePerSecond, speed / each.work.mean));
  const equal = nodes.every((node) => node.speed === nodes[0]!.speed && node.discipline === "fifo");
  const jitter = setting.scenario.network.rules.some(
    ({ latency }) => latency !== undefined && latency.kind !== "constant",
  );
  return answerRows(setting, {
    name: `E${n}/M/1 per node under strict round robin`,
    role: jitter ? "reference" : "applies",
    formula: "1 / (mu (1 - s)), s the root of s = A*(mu (1 - s)) for Erlang gaps A",
    meanResponse: queues.reduce((sum, queue) => sum + queue.meanResponse, 0) / n,
    quantiles: equal ? queues[0]! : null,
    note: jitter
      ? "Every n-th message of a Poisson stream makes Erlang gaps; latency that varies blurs them, so this is near, not exact."
      : "Every n-th message of a Poisson stream: gaps between a node's arrivals are sums of n exponentials.",
  });
}

function kingmanRows(setting: Setting, each: Stream, n: number): TheoryRow[] {
  if (each.work.secondMoment === Infinity)
    throw new NoFormula("The work has no finite variance: not even a bound is known.");
  if (
    setting.scenario.nodes.some(
      (node) => node.discipline === "processor-sharing" || node.discipline === "priority-preemptive",
    )
  ) {
    throw new NoFormula("Erlang arrivals before workers that share or interrupt have no closed form.");
  }
  const means = setting.scenario.nodes.map(({ speed }) => {
    const { ratePerSecond, work } = atSpeed(each, speed);
    const serviceScv = work.secondMoment / (work.mean * work.mean) - 1;
    return kingmanBound({ arrivalRate: ratePerSecond, meanService: work.mean, gapScv: 1 / n, serviceScv });
  });
  return answerRows(setting, {
    name: `Kingman's upper bound for E${n}/G/1 per node`,
    role: "reference",
    formula: "rate (var gap + var work) / (2 (1 - load)) + E[work]",
    meanResponse: means.reduce((sum, { meanResponse }) => sum + meanResponse, 0) / n,
    quantiles: null,
    note: "Erlang arrivals with work that is not exponential have no closed form. The true mean lies below this bound.",
  });
}
