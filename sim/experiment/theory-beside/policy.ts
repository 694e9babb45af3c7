/** The queueing formula that applies to a run's balancer, or exactly why none does. */
import type { TheoryRow } from "../../measure/result.ts";
import { pooledRow } from "./bound.ts";
import { loneNodeRows } from "./lone-node.ts";
import { roundRobinRows } from "./round-robin.ts";
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
  "power-of-two-choices": supermarketRows,
  "least-work-left": (setting) => [pooledRow(setting, "applies")],
  "central-queue": (setting) => [pooledRow(setting, "applies")],
};

/** Why theory has nothing exact to say. */
const SILENT: Readonly<Record<string, string>> = {
  "weighted-round-robin":
    "Under weights the gaps between a node's arrivals are dependent, which no closed form covers.",
  "least-connections":
    "Queues that depend on each other have no closed form; between one queue for all (below) and random.",
  "join-shortest-queue":
    "Exact only for two nodes, as an infinite series; no closed form. Never better than one queue for all.",
  "join-idle-queue": "No closed form for a finite number of nodes. Never better than one queue for all.",
  "shortest-expected-delay": "No closed form. Never better than one queue for all.",
  "least-response-time": "A moving average of measured times feeds back into the queues: no formula covers it.",
};

/** At least one row. */
export function policyRows(setting: Setting): TheoryRow[] {
  const { run, obstacle } = setting;
  const silent = (note: string): TheoryRow[] => [silentRow("queueing formula", "none", run.responseTime.mean, note)];
  if (obstacle !== null) return silent(obstacle);
  const rowsFor = setting.scenario.nodes.length === 1 ? loneNodeRows : FORMULAS[run.algorithm];
  if (rowsFor === undefined) {
    return silent(SILENT[run.algorithm] ?? "No closed form is known for this balancer.");
  }
  return rowsOrReason("queueing formula", run.responseTime.mean, () => rowsFor(setting));
}
