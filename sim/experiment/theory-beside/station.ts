/** One node as a queueing station: the formula for the stream that reaches it, or why there is none. */
import type { NodeSpec } from "../../scenario.ts";
import {
  mg1,
  mm1,
  mmc,
  mmck,
  priorityNonPreemptive,
  priorityPreemptiveResume,
  processorSharing,
  type PriorityClass,
  type QueueMeans,
  type QueueQuantiles,
} from "../../theory/index.ts";
import { NoFormula } from "./row.ts";
import { mixture, type Stream } from "./setting.ts";

export interface Answer {
  /** In Kendall's notation. */
  readonly name: string;
  readonly means: QueueMeans;
  readonly quantiles: QueueQuantiles | null;
  /** Messages per second that are served. */
  readonly throughputPerSecond: number;
}

/**
 * A node that Poisson streams of these rates reach. Throws `NoFormula`, or an `UnstableError` where the load is 1 or more.
 * `nothingLost` says that a finite queue was never full, so that it may be taken for an unlimited one.
 */
export function poissonStation(node: NodeSpec, streams: readonly Stream[], nothingLost: boolean): Answer {
  const all = atSpeed(mixture(streams), node.speed);
  const infinite = node.queueCapacity === Infinity || nothingLost;
  if (node.discipline === "processor-sharing") return sharing(node, all, infinite);
  const hasPriorities = node.discipline === "priority" || node.discipline === "priority-preemptive";
  if (hasPriorities && new Set(streams.map((stream) => stream.priority)).size > 1) {
    return prioritised(node, streams, infinite);
  }
  if (all.work.exponential && !infinite) return finite(node, all);
  if (!infinite) throw new NoFormula("Messages were lost to full queues, and the work is not exponential.");
  const { ratePerSecond, work } = all;
  const inOrder = node.discipline !== "lifo";
  if (node.workers > 1) {
    if (!work.exponential)
      throw new NoFormula("M/G/c has no closed form: several workers, and work that is not exponential.");
    const queue = mmc(ratePerSecond, 1 / work.mean, node.workers);
    return answer(`M/M/${node.workers}`, queue, inOrder ? queue : null, ratePerSecond);
  }
  if (work.exponential) {
    const queue = mm1(ratePerSecond, 1 / work.mean);
    return answer("M/M/1", queue, inOrder ? queue : null, ratePerSecond);
  }
  if (work.secondMoment === Infinity)
    throw new NoFormula("The work has no finite variance, so the mean wait is infinite.");
  return answer("M/G/1", mg1(ratePerSecond, work), null, ratePerSecond);
}

function sharing(node: NodeSpec, all: Stream, infinite: boolean): Answer {
  if (node.workers > 1) throw new NoFormula("No closed form for several workers that share their messages.");
  if (!infinite) throw new NoFormula("Messages were lost to full queues under processor sharing.");
  return answer("M/G/1-PS", processorSharing(all.ratePerSecond, all.work.mean), null, all.ratePerSecond);
}

/** The mean over all classes, each weighing as many messages as it has. */
function prioritised(node: NodeSpec, streams: readonly Stream[], infinite: boolean): Answer {
  if (node.workers > 1) throw new NoFormula("No closed form for priorities before several workers.");
  if (!infinite) throw new NoFormula("Messages were lost to full queues under priorities.");
  const levels = [...new Set(streams.map((stream) => stream.priority))].sort((a, b) => b - a);
  const classes: PriorityClass[] = levels.map((level) => {
    const { ratePerSecond, work } = atSpeed(mixture(streams.filter((s) => s.priority === level)), node.speed);
    return { arrivalRate: ratePerSecond, service: work };
  });
  const preempts = node.discipline === "priority-preemptive";
  const perClass = preempts ? priorityPreemptiveResume(classes) : priorityNonPreemptive(classes);
  const total = classes.reduce((sum, { arrivalRate }) => sum + arrivalRate, 0);
  const mean = (of: (means: QueueMeans) => number): number =>
    perClass.reduce((sum, means, i) => sum + of(means) * classes[i]!.arrivalRate, 0) / total;
  const means = {
    utilisation: perClass.reduce((sum, { utilisation }) => sum + utilisation, 0),
    meanWaiting: mean((m) => m.meanWaiting),
    meanResponse: mean((m) => m.meanResponse),
    meanInSystem: perClass.reduce((sum, { meanInSystem }) => sum + meanInSystem, 0),
  };
  return answer(`M/G/1 with ${preempts ? "preemptive-resume " : ""}priorities`, means, null, total);
}

function finite(node: NodeSpec, all: Stream): Answer {
  if (node.overflow === "drop-oldest") {
    throw new NoFormula("Full queues drop their oldest message, for which there is no closed form.");
  }
  const places = node.workers + node.queueCapacity;
  const queue = mmck(all.ratePerSecond, 1 / all.work.mean, node.workers, places);
  return answer(`M/M/${node.workers}/${places}`, queue, null, queue.throughput);
}

function answer(
  name: string,
  { utilisation, meanWaiting, meanResponse, meanInSystem }: QueueMeans,
  quantiles: QueueQuantiles | null,
  throughputPerSecond: number,
): Answer {
  return { name, means: { utilisation, meanWaiting, meanResponse, meanInSystem }, quantiles, throughputPerSecond };
}

/** What the work of a stream takes at a node of this speed. */
export function atSpeed(stream: Stream, speed: number): Stream {
  const { mean, secondMoment, exponential } = stream.work;
  return { ...stream, work: { mean: mean / speed, secondMoment: secondMoment / (speed * speed), exponential } };
}

/** The same stream thinned to a fraction of its messages. */
export function thinned(streams: readonly Stream[], fraction: number): Stream[] {
  return streams.map((stream) => ({ ...stream, ratePerSecond: stream.ratePerSecond * fraction }));
}
