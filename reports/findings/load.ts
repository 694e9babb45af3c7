/** What the charts of load show, in sentences computed from the result. */
import type { NodeResult, ResultFile, RunResult } from "../../sim/index.ts";
import { formatCount, formatNumber } from "../format.ts";
import { shortName } from "../names.ts";
import { choices, eachBalancer, wholePercent } from "./words.ts";

/** Queues: where they are deepest, under the balancer that lets them grow most and the one that does least. */
export function queueFinding({ runs }: ResultFile): string {
  const deepest = choices(runs)
    .map((run) => ({ run, node: deepestNode(run) }))
    .filter((entry) => entry.node !== undefined)
    .map(({ run, node }) => ({ run, node: node! }))
    .sort((one, other) => other.node.meanQueue - one.node.meanQueue);
  if (deepest.every(({ node }) => node.meanQueue === 0)) return "No node had a queue over measured time";
  const most = deepest[0];
  const least = deepest.at(-1);
  if (most === undefined || least === undefined) return "No node had a queue";
  const said = ({ run, node }: typeof most): string =>
    `${formatNumber(node.meanQueue)} messages at ${shortName(node.name)} under ${shortName(run.balancer)}`;
  const start = `The deepest mean queue: ${said(most)}`;
  return most === least ? start : `${start}, ${said(least)}`;
}

/** The node whose queue was deepest on average. */
export function deepestNode(run: RunResult): NodeResult | undefined {
  return run.nodes.reduce<NodeResult | undefined>(
    (deepest, node) => (deepest === undefined || node.meanQueue > deepest.meanQueue ? node : deepest),
    undefined,
  );
}

/** Utilisation: the widest spread between nodes, and the narrowest. */
export function utilisationFinding({ runs }: ResultFile): string {
  const spreads = choices(runs)
    .map((run) => ({ run, ...busyRange(run) }))
    .sort((one, other) => other.high - other.low - (one.high - one.low));
  if (spreads.every(({ high }) => high === 0)) return "No node had any work";
  const widest = spreads[0];
  const narrowest = spreads.at(-1);
  if (widest === undefined || narrowest === undefined) return "No node was measured";
  const said = ({ run, low, high }: typeof widest): string => {
    const [from, to] = [wholePercent(low), wholePercent(high)];
    return `${shortName(run.balancer)} keeps its nodes ${from === to ? `${from} busy, all alike` : `between ${from} and ${to} busy`}`;
  };
  return widest === narrowest ? said(widest) : `${said(widest)}; ${said(narrowest)}`;
}

/** Utilisation of the least and of the most busy node. */
export function busyRange(run: RunResult): { low: number; high: number } {
  let low = Infinity;
  let high = 0;
  for (const { utilisation } of run.nodes) {
    low = Math.min(low, utilisation);
    high = Math.max(high, utilisation);
  }
  return { low: Math.min(low, high), high };
}

/** Imbalance: what the busiest node gets, under the most and the least even balancer. */
export function imbalanceFinding({ runs }: ResultFile): string {
  const ranked = choices(runs)
    .filter((run) => run.imbalance.maxOverMean !== null)
    .sort((one, other) => other.imbalance.maxOverMean! - one.imbalance.maxOverMean!);
  const most = ranked[0];
  const least = ranked.at(-1);
  if (most === undefined || least === undefined) return "No message reached a node";
  const said = (run: RunResult): string =>
    `${formatNumber(run.imbalance.maxOverMean)} under ${shortName(run.balancer)}`;
  const start = `The busiest node gets ${formatNumber(most.imbalance.maxOverMean)} times the mean under ${shortName(most.balancer)}`;
  return most === least ? start : `${start}, ${said(least)}`;
}

/** Text alternative of the heat maps. */
export function queueDescription({ runs }: ResultFile): string {
  const said = eachBalancer(runs, (run) => {
    const node = deepestNode(run);
    if (node === undefined) return null;
    return `deepest at ${shortName(node.name)}: ${formatNumber(node.meanQueue)} on average, ${formatCount(node.maxQueue)} at most`;
  });
  return `Heat maps of the messages at each node over simulated time. ${said}`;
}

/** Text alternative of the utilisation chart. */
export function utilisationDescription({ runs }: ResultFile): string {
  const said = eachBalancer(runs, (run) => {
    const { low, high } = busyRange(run);
    return `from ${wholePercent(low)} to ${wholePercent(high)}`;
  });
  return `Dot plot of how busy each node was. ${said}`;
}

/** Text alternative of the imbalance chart. */
export function imbalanceDescription({ runs }: ResultFile): string {
  const said = eachBalancer(runs, ({ imbalance }) =>
    imbalance.coefficientOfVariation === null
      ? null
      : `${formatNumber(imbalance.coefficientOfVariation)} over the whole run, the busiest node ${formatNumber(imbalance.maxOverMean)} times the mean`,
  );
  return `Line chart of the coefficient of variation of the nodes' messages over simulated time. ${said}`;
}
