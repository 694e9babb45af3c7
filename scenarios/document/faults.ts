/** Faults in the language. */
import type { DistributionSpec, FaultSpec, FaultTiming, NodeSpec } from "../../sim/index.ts";
import { faultLabel } from "../resolve/fault-label.ts";
import type { FaultKindWord } from "../schema/fault-kinds.ts";
import { FAULT_WORDS } from "../schema/fault-kinds.ts";
import { formatDuration } from "../units/duration.ts";
import { timesDocument } from "./distribution.ts";
import { present } from "./traffic.ts";

/** Throws an Error for a kind of fault that the language has no words for. */
export function faultDocument(fault: FaultSpec, nodes: readonly NodeSpec[]): unknown {
  const kind = FAULT_WORDS.find((word) => word === fault.kind);
  if (kind === undefined) throw new Error(`faults: expected a kind that the language knows, got ${fault.kind}`);
  const names = fault.kind === "zone-outage" ? [fault.zone] : targetNames(fault.nodes, nodes);
  const { cascade, fraction, label, timing } = fault;
  const factor = fault.kind === "slow" ? fault.factor : 1;
  return present({
    [kind]: names.length === 1 ? names[0] : names,
    ...ownKeys(fault),
    ...timingDocument(timing, kind),
    fraction,
    cascade:
      cascade === undefined ? undefined : { probability: cascade.probability, delay: formatDuration(cascade.delayNs) },
    as: label === faultLabel(kind, names, factor) ? undefined : label,
  });
}

function ownKeys(fault: FaultSpec): Readonly<Record<string, unknown>> {
  switch (fault.kind) {
    case "crash":
      return { recovery: fault.recovery === undefined ? undefined : recoveryDocument(fault.recovery) };
    case "errors":
      return { probability: fault.probability, latency: formatDuration(fault.latencyNs) };
    case "slow":
      return { factor: fault.factor, shape: fault.shape };
    case "flap":
      return { down: formatDuration(fault.downNs), up: formatDuration(fault.upNs) };
    case "rolling-restart": {
      const { downNs, drainNs, gapNs, batch } = fault;
      return { drain: formatDuration(drainNs), down: formatDuration(downNs), gap: formatDuration(gapNs), batch };
    }
    case "scale-in":
      return { drain: formatDuration(fault.drainNs) };
    default:
      return {};
  }
}

function recoveryDocument({
  baseNs,
  perMessageNs,
}: {
  readonly baseNs: number;
  readonly perMessageNs: number;
}): unknown {
  return { base: formatDuration(baseNs), perMessage: formatDuration(perMessageNs) };
}

/** A rolling restart's length follows from its own times. */
function timingDocument(timing: FaultTiming, kind: FaultKindWord): Readonly<Record<string, unknown>> {
  const isOwn = kind === "rolling-restart";
  const lasts = (spec: DistributionSpec): unknown => (isOwn ? undefined : timesDocument(spec));
  if (timing.kind === "once") {
    const { startNs, endNs } = timing;
    const length = isOwn || endNs === Infinity ? undefined : formatDuration(endNs - startNs);
    return { at: formatDuration(startNs), for: length };
  }
  const { startNs, untilNs, between, together } = timing;
  return {
    at: formatDuration(startNs),
    every: timesDocument(between),
    for: lasts(timing.lasts),
    until: untilNs === Infinity ? undefined : formatDuration(untilNs),
    together: isOwn || kind === "zone-outage" ? undefined : together,
  };
}

/** Whole groups by their names, other nodes by theirs. */
function targetNames(ids: readonly number[], nodes: readonly NodeSpec[]): readonly string[] {
  const wanted = new Set(ids);
  const partial = new Set(nodes.filter((_, id) => !wanted.has(id)).map(({ group }) => group));
  const own = new Set(nodes.map(({ name }) => name));
  const nameOf = ({ name, group }: NodeSpec): string => (partial.has(group) || own.has(group) ? name : group);
  return [...new Set(ids.map((id) => nameOf(nodes[id]!)))];
}
