/** A run that was stopped, in a terminal: its nodes, what its gateways see of them, the faults in force, the last decisions. */
import type { FaultInForce, GatewayState, NodeState, ReplayDecision, RunState } from "../../sim/index.ts";
import { formatCount, formatNumber } from "../format.ts";
import { listNames } from "../names.ts";
import { block, joinBlocks, paragraph } from "./experiment.ts";
import { column, titled } from "./sweep-tables.ts";
import { tableLines } from "./columns.ts";
import { fit, plainText, widthOf, wrap, type TerminalStyle } from "./text.ts";

/** More nodes than a screen holds: the busiest are shown. */
const MOST_NODES = 20;
const MOST_GATEWAYS = 4;
const MOST_FAULTS = 10;
/** Of a decision's line: time and message, with what lies between columns; the gateway; what is left for beliefs at least. */
const DECISION_CELLS = 28;
const GATEWAY_CELLS = 10;
const LEAST_ROOM = 12;

/** The state of the run and the last decisions of its balancer. */
export function renderReplayState(state: RunState, decisions: readonly ReplayDecision[], style: TerminalStyle): string {
  return joinBlocks([
    block(paragraph(situation(state), style)),
    block(nodeLines(state.nodes, style)),
    ...state.gateways.slice(0, MOST_GATEWAYS).map((gateway) => block(gatewayLines(gateway, state, style))),
    block(leftOut(state.gateways.length - MOST_GATEWAYS, "gateway", style)),
    block(faultLines(state.faults, style)),
    block(decisionLines(decisions, style)),
  ]);
}

/** An instant, to the microsecond. */
export function instant(seconds: number): string {
  return `${seconds.toFixed(6)} s`;
}

function situation({ atSeconds, ended, published, inFlight, faults }: RunState): string {
  const when = ended ? `The run is over at ${instant(atSeconds)}` : `Stopped at ${instant(atSeconds)}`;
  const calm = faults.length === 0 ? ", no fault in force" : "";
  return `${when}: ${formatCount(published)} messages published, ${formatCount(inFlight)} in flight${calm}.`;
}

function nodeLines(nodes: readonly NodeState[], style: TerminalStyle): readonly string[] {
  const shown = busiest(
    nodes,
    ({ inService, waiting, state }) => inService + waiting + (state === "up" ? 0 : Infinity),
  );
  const cells = (text: (node: NodeState) => string): readonly string[] => shown.map(text);
  const zones = new Set(nodes.map(({ zone }) => zone)).size > 1;
  const columns = [
    ...(zones
      ? [
          column(
            "zone",
            cells(({ zone }) => zone),
            4,
            style,
            true,
          ),
        ]
      : []),
    column(
      "state",
      cells(({ state }) => state),
      0,
      style,
      true,
    ),
    column(
      "speed",
      cells(({ speed }) => formatNumber(speed)),
      3,
      style,
    ),
    column(
      "in service",
      cells(({ inService, workers }) => `${inService}/${workers}`),
      1,
      style,
    ),
    column(
      "waiting",
      cells(({ waiting }) => formatCount(waiting)),
      2,
      style,
    ),
  ];
  const table = tableLines(
    column(
      "node",
      cells(({ name }) => name),
      0,
      style,
      true,
    ),
    columns,
    style,
  );
  return titled("Nodes, as they are", [...table, ...leftOut(nodes.length - shown.length, "node", style)], style);
}

function gatewayLines(gateway: GatewayState, state: RunState, style: TerminalStyle): readonly string[] {
  const rows = gateway.nodes.map((seen, index) => ({ seen, is: state.nodes[index]! }));
  const shown = busiest(rows, ({ seen }) => seen.inFlight + (seen.routable ? 0 : Infinity));
  const cells = (text: (row: (typeof rows)[number]) => string): readonly string[] => shown.map(text);
  const columns = [
    column(
      "in flight",
      cells(({ seen }) => formatCount(seen.inFlight)),
      0,
      style,
    ),
    column(
      "weight",
      cells(({ seen }) => formatNumber(seen.weight)),
      3,
      style,
    ),
    column(
      "truly there",
      cells(({ is }) => formatCount(is.inService + is.waiting)),
      1,
      style,
    ),
    column(
      "candidate",
      cells(({ seen }) => candidacy(seen)),
      2,
      style,
      true,
    ),
  ];
  const title =
    `${gateway.name}: ${gateway.candidates} of ${gateway.nodes.length} nodes are candidates, ` +
    `${formatCount(gateway.waiting)} waiting here`;
  const table = tableLines(
    column(
      "node",
      cells(({ seen }) => seen.name),
      0,
      style,
      true,
    ),
    columns,
    style,
  );
  return titled(title, [...table, ...leftOut(gateway.nodes.length - shown.length, "node", style)], style);
}

function candidacy({ routable, against }: GatewayState["nodes"][number]): string {
  const reasons = against.join(", ");
  if (routable) return reasons === "" ? "yes" : `yes, though ${reasons}`;
  return `no: ${reasons}`;
}

function faultLines(faults: readonly FaultInForce[], style: TerminalStyle): readonly string[] {
  if (faults.length === 0) return [];
  const lines = faults.slice(0, MOST_FAULTS).flatMap(({ label, targets, sinceSeconds, untilSeconds }) => {
    const where = targets.length === 0 ? "" : ` (${listNames(targets)})`;
    const until = untilSeconds === null ? "" : `, until ${instant(untilSeconds)}`;
    return wrap(plainText(`${label}${where}: since ${instant(sinceSeconds)}${until}`), style, "  ");
  });
  return titled("Faults in force", [...lines, ...leftOut(faults.length - MOST_FAULTS, "fault", style)], style);
}

function decisionLines(decisions: readonly ReplayDecision[], style: TerminalStyle): readonly string[] {
  if (decisions.length === 0) return [];
  const cells = (text: (decision: ReplayDecision) => string): readonly string[] => decisions.map(text);
  const room = Math.max(LEAST_ROOM, style.columns - DECISION_CELLS - widest(cells(pickedBy)));
  const severalGateways = new Set(decisions.map(({ gateway }) => gateway)).size > 1;
  const beliefs = cells((decision) => beliefsOf(decision, severalGateways ? room - GATEWAY_CELLS : room));
  const columns = [
    column("message", cells(messageOf), 2, style),
    ...(severalGateways
      ? [
          column(
            "gateway",
            cells(({ gateway }) => gateway),
            3,
            style,
            true,
          ),
        ]
      : []),
    column("picked", cells(pickedBy), 0, style, true),
    column("believed → true", beliefs, 1, style, true),
  ];
  const times = column("time", cells(timeOf), 0, style, true);
  const note = "believed: what the gateway had in flight at the node; true: what was waiting or in service there.";
  return titled("Last decisions", [...tableLines(times, columns, style), ...wrap(note, style)], style);
}

function timeOf({ atSeconds }: ReplayDecision): string {
  return instant(atSeconds);
}

function messageOf({ message }: ReplayDecision): string {
  return String(message);
}

function pickedBy({ node, byBalancer }: ReplayDecision): string {
  return byBalancer ? node : `${node} (gateway)`;
}

function widest(texts: readonly string[]): number {
  return Math.max(...texts.map((text) => widthOf(plainText(text))));
}

/** `n2 3→7, n1 4→4`: the picked node first, then those that looked best, as far as there is room. */
function beliefsOf({ considered }: ReplayDecision, room: number): string {
  const all = considered.map(belief);
  while (all.length > 1 && widthOf(all.join(", ")) > room) all.pop();
  return all.join(", ");
}

/** What the balancer believed of a node, and what was true; the weight where it is not 1. */
function belief({ node, inFlight, weight, inSystem, state }: ReplayDecision["considered"][number]): string {
  const truth = state === "up" ? String(inSystem) : `${inSystem} ${state}`;
  return `${node} ${inFlight}${weight === 1 ? "" : `/w${formatNumber(weight)}`}→${truth}`;
}

/** Those with the largest measure, in the order of the list. */
function busiest<T>(all: readonly T[], measure: (each: T) => number): readonly T[] {
  if (all.length <= MOST_NODES) return all;
  const order = all.map((_, index) => index).sort((a, b) => compare(measure(all[b]!), measure(all[a]!)) || a - b);
  return order
    .slice(0, MOST_NODES)
    .sort((a, b) => a - b)
    .map((index) => all[index]!);
}

function compare(one: number, other: number): number {
  return one === other ? 0 : one - other;
}

function leftOut(count: number, noun: string, style: TerminalStyle): readonly string[] {
  if (count <= 0) return [];
  return wrap(fit(`… and ${formatCount(count)} more ${noun}${count === 1 ? "" : "s"}: --json has all.`, style), style);
}
