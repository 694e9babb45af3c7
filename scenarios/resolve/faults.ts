/** Faults with whom they hit and when. */
import { rollingRestartNs } from "../../sim/index.ts";
import type { FaultSpec, FaultTiming, GatewaysSpec, LinkSet, NodeSpec, Ns, ProducerSpec } from "../../sim/index.ts";
import { formatDuration } from "../units/duration.ts";
import { aboutKind } from "../schema/fault-kinds.ts";
import type { FaultSyntax } from "../schema/faults.ts";
import type { Path } from "../wording.ts";
import { EndBook } from "./end-book.ts";
import { faultLabel, namesOfHit } from "./fault-label.ts";
import { checkThrottled, resolveLinks } from "./fault-links.ts";
import { FaultTargets, type FaultHit } from "./fault-targets.ts";
import type { Report } from "./report.ts";

/** What faults hit; undefined where it is not known. */
export interface FaultSections {
  readonly producers: readonly ProducerSpec[] | undefined;
  readonly gateways: GatewaysSpec | undefined;
  readonly nodes: readonly NodeSpec[] | undefined;
}

/** Who is meant, and over which links. */
interface Meant extends FaultHit {
  readonly links: readonly LinkSet[];
}

/** `durationNs`: undefined where it is not known. */
export function resolveFaults(
  all: readonly FaultSyntax[],
  { producers, gateways, nodes }: FaultSections,
  durationNs: Ns | undefined,
  report: Report,
): readonly FaultSpec[] {
  const targets = nodes && gateways ? new FaultTargets(nodes, gateways, report) : null;
  const book = producers && nodes && gateways ? new EndBook({ producers, gateways, nodes }) : null;
  const joined = new Set<number>();
  const specs = all.map((written, index) => {
    const path: Path = ["faults", index];
    if (durationNs !== undefined && written.atNs > durationNs) {
      report.expected([...path, "at"], `at most the duration of ${formatDuration(durationNs)}`);
    }
    const hit = targets?.of(written, path) ?? { nodes: [], gateways: [] };
    const section = [...path, written.kind];
    if (targets !== null) checkHit(written, hit, path, report);
    if (written.kind === "scale-out") checkJoins(hit.nodes, joined, section, report);
    const links = book === null ? [] : resolveLinks(written.links, section, book, report);
    if (written.kind === "throttle") checkThrottled(links, section, report);
    return resolveFault(written, { ...hit, links });
  });
  checkLeaves(specs, report);
  return specs;
}

/** Reports what a fault says of those it hits, where there are too few of them. */
function checkHit(written: FaultSyntax, { nodes, gateways }: FaultHit, path: Path, report: Report): void {
  const several = nodes.length + gateways.length > 1 || aboutKind(written.kind).hits !== "nodes";
  for (const key of ["fraction", "cascade"] as const)
    if (written[key] !== undefined && !several)
      report.expected([...path, key], `several targets beside ${key}`, "one that is always hit");
  if (written.recovery !== undefined && nodes.length === 0 && gateways.length > 0)
    report.expected([...path, "recovery"], "a node beside recovery, as gateways keep nothing", "only gateways");
}

/** Nobody leaves before it has joined. */
function checkLeaves(faults: readonly FaultSpec[], report: Report): void {
  const joins = faults.flatMap(({ kind, nodes, timing }) => (kind === "scale-out" ? [{ nodes, ...timing }] : []));
  faults.forEach(({ kind, nodes, timing }, index) => {
    if (kind !== "scale-in" || timing.kind !== "once") return;
    const later = joins.find(
      (join) => join.startNs >= timing.startNs && join.nodes.some((node) => nodes.includes(node)),
    );
    if (later !== undefined)
      report.expected(["faults", index, "at"], `a time after it joins at ${formatDuration(later.startNs)}`);
  });
}

/** A node joins once: it could not be no member until then otherwise. */
function checkJoins(nodes: readonly number[], joined: Set<number>, path: Path, report: Report): void {
  if (nodes.some((node) => joined.has(node))) report.expected(path, "nodes that join once");
  for (const node of nodes) joined.add(node);
}

function resolveFault(written: FaultSyntax, { nodes, gateways, links }: Meant): FaultSpec {
  const { kind, factor, shape, downNs, upNs, drainNs, gapNs, batch, fraction, cascade } = written;
  const { recovery, probability, loss, bandwidthBytesPerSecond } = written;
  const base = {
    nodes,
    ...(gateways.length === 0 ? {} : { gateways }),
    timing: timingOf(written, nodes.length),
    label: written.label ?? faultLabel(kind, namesOfHit(written), factor),
    ...(fraction === undefined || fraction === 1 ? {} : { fraction }),
    ...(cascade === undefined ? {} : { cascade }),
  };
  const latency = written.latency ?? { kind: "constant", value: 0 };
  switch (kind) {
    case "crash":
      return { kind, ...base, ...(recovery === undefined ? {} : { recovery }) };
    case "errors":
      return { kind, ...base, probability, latencyNs: latency.kind === "constant" ? latency.value : 0 };
    case "slow":
      return { kind, ...base, factor, ...(shape === "ramp" ? { shape } : {}) };
    case "flap":
      return { kind, ...base, downNs, upNs };
    case "zone-outage":
      return { kind, ...base, zone: written.targets[0]! };
    case "rolling-restart":
      return { kind, ...base, drainNs, downNs, gapNs, batch };
    case "scale-in":
      return { kind, ...base, drainNs };
    case "partition":
    case "clog":
      return { kind, ...base, links };
    case "loss":
      return { kind, ...base, links, loss };
    case "delay":
      return { kind, ...base, links, latency };
    case "duplicate":
      return { kind, ...base, links, probability };
    case "throttle":
      return { kind, ...base, links, bandwidthBytesPerSecond };
    default:
      return { kind, ...base };
  }
}

function timingOf(written: FaultSyntax, nodes: number): FaultTiming {
  const { atNs: startNs, every, untilNs, together, kind } = written;
  const lasts =
    kind === "rolling-restart"
      ? { kind: "constant" as const, value: rollingRestartNs(written, nodes) }
      : (written.lasts ?? { kind: "constant" as const, value: Infinity });
  if (every !== undefined) {
    const all = together || kind === "rolling-restart" || aboutKind(kind).hits !== "nodes";
    return { kind: "recurring", startNs, untilNs, between: every, lasts, together: all };
  }
  const lengthNs = lasts.kind === "constant" ? Math.round(lasts.value) : Infinity;
  return { kind: "once", startNs, endNs: startNs + lengthNs };
}
