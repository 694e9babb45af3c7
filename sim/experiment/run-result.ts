/** From a finished simulation to the figures that are written down. */
import type { BalancerDefinition } from "../balancers/contract.ts";
import { toSeconds, type Ns } from "../core/time.ts";
import type { Simulation } from "../engine.ts";
import { imbalanceOf } from "../measure/imbalance.ts";
import { accountOf } from "../measure/ledger.ts";
import type { NodeTotals } from "../measure/node-load.ts";
import type { Recorder } from "../measure/recorder.ts";
import type { Attempts, LinkResult, NodeResult, ProducerResult, RunResult } from "../measure/result.ts";
import { ORIGINS, type Origin } from "../measure/tries.ts";
import { quantilesOf, summaryOf } from "../measure/summary.ts";
import type { Links } from "../network/links.ts";
import type { BalancerSpec, ParameterValue, Scenario } from "../scenario.ts";

/** Tails below this are not worth a number. */
const TAIL_END = 1e-9;

/** All but what is drawn over time or set beside theory, of a simulation whose books are closed. */
export function figuresOf(
  scenario: Scenario,
  balancer: BalancerSpec,
  definition: BalancerDefinition,
  parameters: Readonly<Record<string, ParameterValue>>,
  seed: number,
  simulation: Simulation,
  endNs: Ns,
): Omit<RunResult, "series" | "theory"> {
  const { recorder, cluster } = simulation;
  const { answers } = recorder;
  const measuredSeconds = toSeconds(recorder.measuredNs);
  const messages = recorder.ledger.counts();
  const perSecond = (count: number): number => (measuredSeconds === 0 ? 0 : count / measuredSeconds);
  return {
    balancer: balancer.label,
    algorithm: definition.name,
    parameters,
    truth: definition.about.truth,
    seed,
    digest: simulation.digest(),
    events: simulation.loop.count,
    simulatedSeconds: toSeconds(endNs),
    warmupSeconds: toSeconds(recorder.warmupNs),
    measuredSeconds,
    messages,
    responseTime: summaryOf(answers.response),
    endToEndTime: summaryOf(answers.endToEnd),
    waitingTime: summaryOf(answers.waiting),
    serviceTime: summaryOf(answers.service),
    responseTimeQuantiles: quantilesOf(answers.response),
    waitedFraction: answers.waiting.count === 0 ? null : 1 - answers.waiting.zeros / answers.waiting.count,
    throughputPerSecond: perSecond(messages.delivered),
    offeredPerSecond: perSecond(messages.offered),
    nodes: nodeResults(scenario, simulation),
    queueLengthTail: tailOf(recorder.totals.nsAt),
    imbalance: imbalanceOf(cluster.nodes.arrivals),
    ordering: recorder.ordering === null ? null : recorder.ordering.result(),
    attempts: attemptsOf(recorder),
    duplicates: recorder.tries.duplicates,
    duplicatesFrom: Object.fromEntries(
      ORIGINS.map((origin, i) => [origin, recorder.tries.duplicatesFrom[i]!]),
    ) as Record<Origin, number>,
    suppressedDuplicates: recorder.tries.suppressed,
    wastedWork: wastedFraction(recorder.totals),
    guards: simulation.guards?.result(endNs) ?? null,
    network: networkResult(simulation.linkCounts),
    producers: producerResults(scenario, simulation),
    faults: recorder.faults.result(endNs),
  };
}

function nodeResults(scenario: Scenario, simulation: Simulation): NodeResult[] {
  const { nodes } = simulation.cluster;
  const { arrivals, completed, responses, responseNs, maxInSystem } = nodes;
  const { totals, measuredNs } = simulation.recorder;
  const perTime = (area: number): number => (measuredNs === 0 ? 0 : area / measuredNs);
  return scenario.nodes.map((node, i) => ({
    name: node.name,
    zone: node.zone,
    workers: node.workers === Infinity ? null : node.workers,
    speed: node.speed,
    weight: node.weight,
    utilisation: perTime(totals.busyArea[i]!) / node.workers,
    arrivals: arrivals[i]!,
    completed: completed[i]!,
    meanQueue: perTime(totals.area[i]!),
    maxQueue: maxInSystem[i]!,
    upFraction: perTime(totals.upNs[i]!),
    shed: totals.tally.shed[i]!,
    expired: totals.tally.expired[i]!,
    errors: totals.tally.errors[i]!,
    meanResponseTime: responses[i] === 0 ? null : toSeconds(responseNs[i]! / responses[i]!),
  }));
}

function producerResults(scenario: Scenario, simulation: Simulation): ProducerResult[] {
  const { ledger, answers } = simulation.recorder;
  return scenario.traffic.map(({ name, priority }, i) => {
    const { offered, delivered, lostTotal } = ledger.sum((account) => account === accountOf(i, true));
    return { name, priority, offered, delivered, lost: lostTotal, responseTime: summaryOf(answers.responseOf[i]!) };
  });
}

function networkResult(counts: Links["counts"]): LinkResult[] | null {
  if (counts.length === 0) return null;
  return counts.map(({ way, counts: { sent, lost, duplicated, held, bytes, wireWaitNs, longestWireWaitNs } }) => ({
    ...way,
    sent,
    lost,
    lostFraction: sent === 0 ? null : lost / sent,
    duplicated,
    held,
    bytes,
    meanWireWait: sent === 0 ? null : toSeconds(wireWaitNs / sent),
    longestWireWait: toSeconds(longestWireWaitNs),
  }));
}

function wastedFraction({ busyArea, wastedNs }: NodeTotals): number | null {
  const busyNs = busyArea.reduce((sum, area) => sum + area, 0);
  if (busyNs === 0) return null;
  // A service under processor sharing is charged when it ends, at the speed of then, even where it began in the warm-up.
  return Math.min(1, wastedNs.reduce((sum, ns) => sum + ns, 0) / busyNs);
}

/** Of the messages that their gateways have done with. Where none is sent twice, each was sent once, if at all. */
function attemptsOf({ tries: { histogram }, ledger }: Recorder): Attempts {
  // By fates and not by what was told: answers may still be on their way as the run ends.
  const { delivered, lost, lostByCause } = ledger.counts();
  const unsent = lostByCause.refused;
  const counts = histogram.length > 0 ? histogram : [unsent, delivered + lost - unsent];
  const total = counts.reduce((sum, count) => sum + count, 0);
  const sum = counts.reduce((all, count, tries) => all + count * tries, 0);
  return {
    mean: total === 0 ? null : sum / total,
    max: total === 0 ? null : counts.reduce((most, count, tries) => (count > 0 ? tries : most), 0),
    histogram: total === 0 ? [] : [...counts],
  };
}

/** P(N >= k) from the time spent at each N. */
function tailOf(nsAt: Float64Array): number[] {
  const total = nsAt.reduce((sum, ns) => sum + ns, 0);
  if (total === 0) return [];
  const tail: number[] = [];
  let above = total;
  for (let k = 0; k < nsAt.length && above / total >= TAIL_END; k++) {
    tail.push(above / total);
    above -= nsAt[k]!;
  }
  return tail;
}
