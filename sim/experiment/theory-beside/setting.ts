/** What of a scenario matters to a formula, and which of the usual assumptions it breaks. */
import type { DistributionSpec } from "../../core/distribution.ts";
import { distributionMean, distributionSecondMoment } from "../../core/moments.ts";
import { NS_PER_SECOND } from "../../core/time.ts";
import type { ServiceMoments } from "../../theory/index.ts";
import type { ProducerSpec, Scenario } from "../../scenario.ts";
import { meanRatePerSecond } from "../../traffic/offered-rate.ts";
import type { RunWithoutTheory } from "./row.ts";
import { meanLatencySeconds } from "./latency.ts";

/** Work of a producer at a node of speed 1, in seconds. */
export interface Work extends ServiceMoments {
  readonly exponential: boolean;
}

/** One stream of messages. */
export interface Stream {
  readonly ratePerSecond: number;
  readonly priority: number;
  readonly work: Work;
}

export interface Setting {
  readonly scenario: Scenario;
  readonly run: RunWithoutTheory;
  /** null where the traffic has no rate or no distribution of its own; `obstacle` then says why. */
  readonly streams: readonly Stream[] | null;
  /** Why no formula can speak of this run at all; null where one can. */
  readonly obstacle: string | null;
  /** Why the stream of all messages is not Poisson; null where it is. */
  readonly notPoisson: string | null;
  /** Mean time on the way to the node and back. */
  readonly latencySeconds: number;
  readonly lost: number;
}

export function settingOf(scenario: Scenario, run: RunWithoutTheory): Setting {
  const streams = scenario.traffic.map((producer) => streamOf(producer, scenario.durationNs));
  const known = streams.filter((stream) => stream !== null);
  const complete = known.length === streams.length;
  return {
    scenario,
    run,
    streams: complete ? known : null,
    obstacle: obstacleOf(scenario, run, complete),
    notPoisson: notPoisson(scenario),
    latencySeconds: meanLatencySeconds(scenario, run),
    lost: run.messages.lost,
  };
}

function streamOf({ arrivals, work, priority }: ProducerSpec, durationNs: number): Stream | null {
  const ratePerSecond = meanRatePerSecond(arrivals, durationNs);
  if (ratePerSecond === null || work.kind === "trace") return null;
  return { ratePerSecond, priority, work: workOf(work) };
}

function workOf(spec: DistributionSpec): Work {
  return {
    mean: distributionMean(spec) / NS_PER_SECOND,
    secondMoment: distributionSecondMoment(spec) / (NS_PER_SECOND * NS_PER_SECOND),
    exponential: spec.kind === "exponential",
  };
}

/** What nodes do with their messages beside serving them, that no formula here knows; null where they do nothing else. */
function defenceOf({ nodes }: Scenario): string | null {
  if (nodes.some(({ workers }) => workers === Infinity))
    return "Nodes without a limit of workers make nobody wait: a message takes what its work takes (M/G/infinity).";
  if (nodes.some(({ contentionNs = 0 }) => contentionNs > 0))
    return "Messages at a node slow each other down (contention): work depends on the load, which no formula covers.";
  if (nodes.some(({ shedding, memory }) => shedding !== undefined || memory !== undefined))
    return "Nodes shed messages, or crash by them, by rules that no formula covers.";
  return null;
}

function obstacleOf(scenario: Scenario, run: RunWithoutTheory, complete: boolean): string | null {
  if (run.responseTime.mean === null) return "No measured message was confirmed.";
  if (scenario.faults.length > 0) return "Faults change the capacity during the run, so there is no steady state.";
  if (scenario.traffic.some(({ arrivals }) => arrivals.kind === "trace")) {
    return "The traffic is a recorded trace: its gaps and its work follow no distribution that a formula could take.";
  }
  if (scenario.traffic.some(({ arrivals }) => arrivals.kind === "closed")) {
    return "A closed population of clients sends less while it waits: its arrivals are not independent of the queues.";
  }
  if (scenario.traffic.some(({ arrivals }) => arrivals.kind === "schedule")) {
    return "The arrival rate changes over time as scheduled, so there is no steady state.";
  }
  if (scenario.traffic.every(({ work }) => work.kind !== "trace" && distributionMean(work) === 0))
    return "No message takes any work, so that none ever waits.";
  if (run.network !== null)
    return "Links lose or duplicate messages, keep their order, or make them queue for the wire: no formula here knows that.";
  const defended = defenceOf(scenario);
  if (defended !== null) return defended;
  if (scenario.nodes.some(({ discipline }) => discipline === "shortest-remaining-time")) {
    return "Nodes that serve the least work left go by every message's work: no formula of means covers them.";
  }
  return complete ? null : "The work comes from a trace and has no distribution that a formula could take.";
}

function notPoisson(scenario: Scenario): string | null {
  const other = scenario.traffic.find(({ arrivals }) => arrivals.kind !== "poisson");
  return other === undefined ? null : `Arrivals of ${other.name} are ${other.arrivals.kind}, not Poisson.`;
}

/** All streams as one: their rates added, their work mixed. Only for a setting without obstacle. */
export function mixture(streams: readonly Stream[]): Stream {
  const ratePerSecond = streams.reduce((sum, stream) => sum + stream.ratePerSecond, 0);
  const mixed = (moment: (work: Work) => number): number =>
    streams.reduce((sum, stream) => sum + stream.ratePerSecond * moment(stream.work), 0) / ratePerSecond;
  const mean = mixed((work) => work.mean);
  return {
    ratePerSecond,
    priority: 0,
    work: {
      mean,
      secondMoment: mixed((work) => work.secondMoment),
      exponential: streams.every(({ work }) => work.exponential && Math.abs(work.mean - mean) <= 1e-12 * mean),
    },
  };
}
