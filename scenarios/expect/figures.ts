/** Reads figures out of a result: of all messages or of a producer or a cause, of a node or over all nodes. */
import type { GuardedNodeResult, LossCause, NodeResult, ProducerResult, RunFigures } from "../../sim/index.ts";
import type { Extra } from "./measure.ts";

export function producer(run: RunFigures, extra: Extra): ProducerResult | undefined {
  return run.producers.find(({ name }) => name === extra.value);
}

export function part(run: RunFigures, extra: Extra | null, what: "offered" | "delivered" | "lost"): number | undefined {
  if (extra === null) return run.messages[what];
  return extra.kind === "cause" ? run.messages.lostByCause[extra.value as LossCause] : producer(run, extra)?.[what];
}

export function share(run: RunFigures, extra: Extra | null, what: "delivered" | "lost"): number | null {
  const offered = part(run, extra?.kind === "producer" ? extra : null, "offered") ?? 0;
  const counted = part(run, extra, what);
  return offered === 0 || counted === undefined ? null : counted / offered;
}

export function node(run: RunFigures, extra: Extra | null): NodeResult | undefined {
  return run.nodes.find(({ name }) => name === extra?.value);
}

type NodeFigure =
  | ("workers" | "utilisation" | "meanQueue" | "maxQueue" | "arrivals" | "completed" | "upFraction")
  | ("shed" | "expired" | "errors");

function figures(run: RunFigures, extra: Extra | null, what: NodeFigure): readonly number[] {
  return run.nodes.filter(({ name }) => extra === null || name === extra.value).map((each) => each[what] ?? Infinity);
}

export function total(run: RunFigures, extra: Extra | null, what: NodeFigure): number | null {
  const all = figures(run, extra, what);
  return all.length === 0 ? null : all.reduce((sum, each) => sum + each, 0);
}

export function meanOf(run: RunFigures, extra: Extra | null, what: NodeFigure): number | null {
  const sum = total(run, extra, what);
  return sum === null ? null : sum / figures(run, extra, what).length;
}

export function largest(run: RunFigures, extra: Extra | null, what: NodeFigure, sign: 1 | -1 = 1): number {
  return figures(run, extra, what).reduce((most, each) => Math.max(most, sign * each), -Infinity);
}

export function tail(run: RunFigures, extra: Extra | null): number {
  // The tail is cut where it falls below what can be told from 0.
  return run.queueLengthTail[Number(extra!.value)] ?? 0;
}

/** Of a node or of all; none where nothing of the kind is guarded. */
export function guarded(
  run: RunFigures,
  extra: Extra | null,
  what: Exclude<keyof GuardedNodeResult, "name">,
): number | undefined {
  const nodes = run.guards?.nodes.filter(({ name }) => extra === null || name === extra.value);
  return nodes?.reduce((sum, each) => sum + each[what], 0);
}

export function refusals(run: RunFigures): number | undefined {
  if (run.guards === null) return undefined;
  return Object.values(run.guards.refused).reduce((sum, count) => sum + count, 0);
}
