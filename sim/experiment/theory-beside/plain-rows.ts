/** Rows that need no queueing model: what an even spread would be, what an average over nodes says, and what is taught. */
import type { TheoryRow } from "../../measure/result.ts";
import type { RunWithoutTheory } from "./row.ts";
import { row } from "./row.ts";

/** `total / nodes` beside what the busiest node got. */
export function idealLoadRow(run: RunWithoutTheory): TheoryRow {
  const arrivals = run.nodes.map((node) => node.arrivals);
  const total = arrivals.reduce((sum, count) => sum + count, 0);
  return row({
    name: "ideal load per node",
    role: "reference",
    measure: "messages at the busiest node",
    unit: "messages",
    formula: "total / nodes",
    predicted: total / arrivals.length,
    measured: Math.max(...arrivals),
    note: "An even spread is ideal where nodes are equal; with unequal nodes the ideal is in proportion to their capacity.",
  });
}

/** Every node's mean counts once, however few messages it served. */
export function meanOverNodesRow(run: RunWithoutTheory): TheoryRow {
  const means = run.nodes.map((node) => node.meanResponseTime).filter((mean) => mean !== null);
  const some = means.length > 0;
  return row({
    name: "mean over the nodes of their mean response times",
    role: "reference",
    measure: "mean response time over messages",
    formula: "(R1 + ... + Rn) / n",
    predicted: some ? means.reduce((sum, mean) => sum + mean, 0) / means.length : null,
    measured: run.responseTime.mean,
    note: some
      ? "Counts every node once. Where it differs from the mean over messages, busy nodes are slower or faster than idle ones."
      : "No node has served a measured message.",
  });
}

/** "Response time = requests x nodes", as some texts have it for round robin. */
export function taughtRow(run: RunWithoutTheory): TheoryRow {
  const requests = run.messages.offered;
  return row({
    name: "response time = requests x nodes",
    role: "taught",
    formula: "requests x nodes",
    predicted: requests * run.nodes.length,
    measured: run.responseTime.mean,
    note:
      "Still taught for round robin, and wrong: a count times a count is no time (it is read as seconds here), service times " +
      "do not occur in it, it grows with every node that is added although that shortens queues, and it doubles when the " +
      "same traffic is watched for twice as long.",
  });
}
