/** The queueing formula that applies to a run's balancer, or exactly why none does. */
import type { TheoryRow } from "../../measure/result.ts";
import { pooledRow } from "./bound.ts";
import { loneNodeRows } from "./lone-node.ts";
import { redundancyRows } from "./redundancy-row.ts";
import { roundRobinRows, weightedRoundRobinRows } from "./round-robin.ts";
import { rowsOrReason, silentRow } from "./row.ts";
import type { Setting } from "./setting.ts";
import { splitRows } from "./splitting.ts";
import { supermarketRows } from "./supermarket-row.ts";

type RowsFor = (setting: Setting) => TheoryRow[];

/** By algorithm: those for which theory has an exact or limiting answer. */
const FORMULAS: Readonly<Record<string, RowsFor>> = {
  random: (setting) => splitRows(setting, "configured"),
  "weighted-random": (setting) => splitRows(setting, "configured"),
  hash: (setting) => splitRows(setting, "measured"),
  "round-robin": roundRobinRows,
  "weighted-round-robin": weightedRoundRobinRows,
  "power-of-two-choices": supermarketRows,
  "least-work-left": (setting) => [pooledRow(setting, "applies")],
  "central-queue": (setting) => [pooledRow(setting, "applies")],
};

const AT_BEST = "With equal nodes and exponential work it is never better than one queue for all.";

/** Why theory has nothing exact to say. */
const SILENT: Readonly<Record<string, string>> = {
  "least-connections": `Queues that depend on each other have no closed form. ${AT_BEST}`,
  "join-shortest-queue": `Solved exactly only for two nodes, as an infinite series: no closed form. ${AT_BEST}`,
  "join-idle-queue": `No closed form for a finite number of nodes. ${AT_BEST}`,
  "shortest-expected-delay": "Queues that depend on each other have no closed form.",
  "least-response-time": "A moving average of measured times feeds back into the queues: no formula covers it.",
};

/** At least one row. */
export function policyRows(setting: Setting): TheoryRow[] {
  const { run, obstacle } = setting;
  const silent = (note: string): TheoryRow[] => [silentRow("queueing formula", "none", run.responseTime.mean, note)];
  if (obstacle !== null) return silent(obstacle);
  if (setting.scenario.gateways.redundancy !== undefined) {
    return rowsOrReason("queueing formula", run.responseTime.mean, () => redundancyRows(setting));
  }
  const rowsFor = setting.scenario.nodes.length === 1 ? loneNodeRows : FORMULAS[run.algorithm];
  if (rowsFor === undefined) {
    return silent(SILENT[run.algorithm] ?? "No closed form is known for this balancer.");
  }
  return rowsOrReason("queueing formula", run.responseTime.mean, () => rowsFor(setting));
}
