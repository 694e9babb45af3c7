/** Faults in the language. */
import type { DistributionSpec, FaultSpec, FaultTiming, LinkSet, NodeSpec, Scenario } from "../../sim/index.ts";
import { EndBook } from "../resolve/end-book.ts";
import { faultLabel, namesOfHit } from "../resolve/fault-label.ts";
import type { HitSyntax, LinksSyntax } from "../schema/fault-hits.ts";
import { aboutKind, type FaultKindWord } from "../schema/fault-kinds.ts";
import { formatBandwidth } from "../units/bandwidth.ts";
import { formatDuration } from "../units/duration.ts";
import { timesDocument } from "./distribution.ts";
import { lossDocument } from "./network.ts";
import { present } from "./traffic.ts";

/** Throws an Error for links between ends that no names of the scenario mean. */
export function faultDocuments({ traffic, gateways, nodes, faults }: Scenario): readonly unknown[] {
  if (faults.length === 0) return [];
  const book = new EndBook({ producers: traffic, gateways, nodes });
  return faults.map((fault) => faultDocument(fault, hitOf(fault, nodes, book)));
}

function faultDocument(fault: FaultSpec, hit: HitSyntax): unknown {
  const { cascade, fraction, kind, label, timing } = fault;
  const factor = fault.kind === "slow" ? fault.factor : 1;
  return present({
    [kind]: hitDocument(hit),
    ...ownKeys(fault),
    ...timingDocument(timing, kind),
    fraction,
    cascade:
      cascade === undefined ? undefined : { probability: cascade.probability, delay: formatDuration(cascade.delayNs) },
    as: label === faultLabel(kind, namesOfHit(hit), factor) ? undefined : label,
  });
}

/** Whom it hits, as it would be written. */
function hitOf(fault: FaultSpec, nodes: readonly NodeSpec[], book: EndBook): HitSyntax {
  const links = "links" in fault ? fault.links.map((set) => linksOf(set, book)) : [];
  if (fault.kind === "zone-outage") return { targets: [fault.zone], gateways: [], links };
  const gateways = (fault.gateways ?? []).map((gateway) => gateway + 1);
  return { targets: targetNames(fault.nodes, nodes), gateways, links };
}

function linksOf({ from, to, direction }: LinkSet, book: EndBook): LinksSyntax {
  return { between: [book.namesFor(from), book.namesFor(to)], direction };
}

function hitDocument({ targets, gateways, links }: HitSyntax): unknown {
  const some = gateways.length === 0 ? [] : [{ gateway: oneOrAll(gateways) }];
  return oneOrAll([...targets, ...some, ...links.map(linksDocument)]);
}

function linksDocument({ between, direction }: LinksSyntax): unknown {
  return present({ between: between.map(oneOrAll), direction: direction === "both" ? undefined : direction });
}

function oneOrAll(all: readonly unknown[]): unknown {
  return all.length === 1 ? all[0] : [...all];
}

type Keys = Readonly<Record<string, unknown>>;

function ownKeys(fault: FaultSpec): Keys {
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
    case "loss": {
      const { loss } = fault;
      return loss.kind === "independent" ? { probability: loss.probability } : (lossDocument(loss) as object as Keys);
    }
    case "delay":
      return { latency: timesDocument(fault.latency) };
    case "duplicate":
      return { probability: fault.probability };
    case "throttle":
      return { bandwidth: formatBandwidth(fault.bandwidthBytesPerSecond) };
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
    together: isOwn || aboutKind(kind).hits !== "nodes" ? undefined : together,
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
