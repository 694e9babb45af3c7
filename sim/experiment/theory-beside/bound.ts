/** All workers behind one queue: what no policy that does not know the work beforehand can beat. */
import type { TheoryRow } from "../../measure/result.ts";
import { allenCunneen, mm1, mmc } from "../../theory/index.ts";
import { NoFormula, row, rowsOrReason } from "./row.ts";
import { mixture, type Setting } from "./setting.ts";
import { atSpeed } from "./station.ts";

/** Beside balancers that do not pool by themselves, where there is more than one node and anything to say. */
export function boundRows(setting: Setting): TheoryRow[] {
  const pools = setting.run.algorithm === "central-queue" || setting.run.algorithm === "least-work-left";
  // Copies are one message's work several times over, or the least of several works: another system altogether.
  if (setting.scenario.gateways.redundancy !== undefined) return [];
  if (setting.obstacle !== null || setting.scenario.nodes.length === 1 || pools) return [];
  const measured = setting.run.responseTime.mean;
  return rowsOrReason("one queue for all workers", measured, () => [pooledRow(setting, "bound")]);
}

/** `applies` where the balancer makes the nodes one queue, `bound` where it does not. */
export function pooledRow(setting: Setting, role: "applies" | "bound"): TheoryRow {
  const { scenario, run, latencySeconds } = setting;
  if (setting.notPoisson !== null) throw new NoFormula(setting.notPoisson);
  if (setting.lost > 0) throw new NoFormula("Messages were lost, so the pooled queue would have carried more.");
  const { nodes } = scenario;
  const pool = poolOf(setting, role);
  return row({
    name: pool.name,
    role: pool.exact ? role : "reference",
    formula: latencySeconds > 0 ? `${pool.formula} + latency` : pool.formula,
    predicted: pool.meanResponse + latencySeconds,
    measured: run.responseTime.mean,
    note: `${pool.note} ${nodes.length} nodes${latencySeconds > 0 ? "; the mean latency there and back is added." : "."}`,
  });
}

interface Pool {
  readonly name: string;
  readonly exact: boolean;
  readonly formula: string;
  readonly meanResponse: number;
  readonly note: string;
}

function poolOf({ scenario, streams, run }: Setting, role: "applies" | "bound"): Pool {
  const { nodes } = scenario;
  const all = mixture(streams!);
  const workers = nodes.reduce((sum, node) => sum + node.workers, 0);
  const equal = nodes.every((node) => node.speed === nodes[0]!.speed);
  if (role === "applies") expectPool(run.algorithm, scenario, equal);
  const { ratePerSecond, work } = atSpeed(all, nodes[0]!.speed);
  if (equal && work.exponential) {
    const { meanResponse } = mmc(ratePerSecond, 1 / work.mean, workers);
    const note = role === "applies" ? "The nodes act as one queue:" : "No policy does better without knowing the work:";
    return {
      name: `M/M/${workers}, one queue for all workers`,
      exact: true,
      formula: `R of M/M/${workers}`,
      meanResponse,
      note,
    };
  }
  if (equal) {
    if (work.secondMoment === Infinity)
      throw new NoFormula("The work has no finite variance, so the mean wait is infinite.");
    const serviceScv = work.secondMoment / (work.mean * work.mean) - 1;
    const queue = { arrivalRate: ratePerSecond, meanService: work.mean, gapScv: 1, serviceScv };
    return {
      name: `M/G/${workers}, one queue for all workers (Allen-Cunneen)`,
      exact: false,
      formula: `(1 + scv) / 2 x W of M/M/${workers} + E[work]`,
      meanResponse: allenCunneen(queue, workers).meanResponse,
      note: "An approximation, for M/G/c has no closed form:",
    };
  }
  if (!work.exponential)
    throw new NoFormula("Unequal nodes and work that is not exponential: no closed form of one queue.");
  const capacity = nodes.reduce((sum, node) => sum + node.workers * node.speed, 0);
  return {
    name: "M/M/1 with the capacity of all nodes",
    exact: true,
    formula: "1 / (total capacity - rate)",
    meanResponse: mm1(ratePerSecond, capacity / all.work.mean).meanResponse,
    note: "One worker as fast as all together is never slower than several:",
  };
}

/** What makes a balancer's nodes exactly one queue. */
function expectPool(algorithm: string, scenario: Setting["scenario"], equal: boolean): void {
  const { nodes, gateways, network } = scenario;
  if (!equal) throw new NoFormula("One queue before unequal nodes: no closed form for more than two of them.");
  if (gateways.count > 1) throw new NoFormula("Several gateways do not make one queue.");
  if (network.rules.length > 0) throw new NoFormula("With latency a free worker waits for its next message.");
  if (algorithm === "least-work-left" && nodes.some((node) => node.workers > 1 || node.discipline !== "fifo")) {
    throw new NoFormula("Least work left is one queue only over single-worker nodes that serve in order.");
  }
}
