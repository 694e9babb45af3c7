/** A single node, where nothing is left to balance: the station's own formula, whatever the balancer. */
import type { TheoryRow } from "../../measure/result.ts";
import type { NodeSpec } from "../../scenario.ts";
import { batchMm1, dm1, mmppM1, type BatchSize, type QueueMeans, type QueueQuantiles } from "../../theory/index.ts";
import { distributionMean, distributionSecondMoment } from "../../core/moments.ts";
import { NS_PER_SECOND } from "../../core/time.ts";
import { answerRows } from "./answer-rows.ts";
import { NoFormula } from "./row.ts";
import type { Setting, Stream } from "./setting.ts";
import { atSpeed, poissonStation } from "./station.ts";

export function loneNodeRows(setting: Setting): TheoryRow[] {
  const node = setting.scenario.nodes[0]!;
  const streams = setting.streams!;
  const note = "With one node every balancer is the same: the node is the queue.";
  if (setting.notPoisson === null) {
    const { name, means, quantiles } = poissonStation(node, streams, setting.lost === 0);
    const { meanResponse } = means;
    return answerRows(setting, { name, role: "applies", formula: `R of ${name}`, meanResponse, quantiles, note });
  }
  if (streams.length > 1) throw new NoFormula(setting.notPoisson);
  const { name, queue, quantiles } = burstyStation(setting, node, streams[0]!);
  const { meanResponse } = queue;
  return answerRows(setting, { name, role: "applies", formula: `R of ${name}`, meanResponse, quantiles, note });
}

interface Station {
  readonly name: string;
  readonly queue: QueueMeans;
  readonly quantiles: QueueQuantiles | null;
}

/** One stream that is not Poisson, before one worker with exponential work. */
function burstyStation({ scenario, lost }: Setting, node: NodeSpec, stream: Stream): Station {
  const { arrivals } = scenario.traffic[0]!;
  const { ratePerSecond, work } = atSpeed(stream, node.speed);
  if (!work.exponential || node.workers > 1 || (node.queueCapacity < Infinity && lost > 0)) {
    throw new NoFormula(
      `For ${arrivals.kind} arrivals a formula needs one worker, exponential work and an unlimited queue.`,
    );
  }
  const serviceRate = 1 / work.mean;
  switch (arrivals.kind) {
    case "regular": {
      const queue = dm1(ratePerSecond, serviceRate);
      return { name: "D/M/1", queue, quantiles: node.discipline === "fifo" ? queue : null };
    }
    case "batch":
      return {
        name: "M^[X]/M/1",
        queue: batchMm1(arrivals.batchesPerSecond, batchSize(arrivals.size), serviceRate),
        quantiles: null,
      };
    case "bursty": {
      const states = arrivals.states.map((state) => ({
        arrivalRate: state.ratePerSecond,
        meanDuration: state.meanNs / NS_PER_SECOND,
      }));
      return { name: "MMPP/M/1", queue: mmppM1(states, serviceRate), quantiles: null };
    }
    default:
      throw new NoFormula(`No formula for ${arrivals.kind} arrivals.`);
  }
}

/** Exact for sizes that are whole numbers anyway; a size that is rounded shifts by up to a half. */
function batchSize(size: Parameters<typeof distributionMean>[0]): BatchSize {
  if (size.kind !== "geometric" && size.kind !== "constant" && size.kind !== "empirical") {
    throw new NoFormula(
      "The batch size is rounded to a whole number, so its moments are not those of its distribution.",
    );
  }
  return { mean: distributionMean(size), secondMoment: distributionSecondMoment(size) };
}
