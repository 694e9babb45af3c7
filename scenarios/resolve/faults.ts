/** Faults with whom they hit and when. */
import { rollingRestartNs } from "../../sim/index.ts";
import type { FaultSpec, FaultTiming, GatewaysSpec, NodeSpec, Ns } from "../../sim/index.ts";
import { formatDuration } from "../units/duration.ts";
import type { FaultSyntax } from "../schema/faults.ts";
import type { Path } from "../wording.ts";
import { faultLabel } from "./fault-label.ts";
import { FaultTargets } from "./fault-targets.ts";
import type { Report } from "./report.ts";

/** `nodes`, `durationNs`: undefined where they are not known. */
export function resolveFaults(
  all: readonly FaultSyntax[],
  nodes: readonly NodeSpec[] | undefined,
  gateways: GatewaysSpec,
  durationNs: Ns | undefined,
  report: Report,
): readonly FaultSpec[] {
  const targets = nodes === undefined ? null : new FaultTargets(nodes, gateways.zones, report);
  const joined = new Set<number>();
  return all.map((written, index) => {
    const path: Path = ["faults", index];
    if (durationNs !== undefined && written.atNs > durationNs) {
      report.expected([...path, "at"], `at most the duration of ${formatDuration(durationNs)}`);
    }
    const hit = targets?.of(written, path) ?? [];
    if (written.kind === "scale-out") checkJoins(hit, joined, [...path, written.kind], report);
    return resolveFault(written, hit);
  });
}

/** A node joins once: it could not be no member until then otherwise. */
function checkJoins(nodes: readonly number[], joined: Set<number>, path: Path, report: Report): void {
  if (nodes.some((node) => joined.has(node))) report.expected(path, "nodes that join once");
  for (const node of nodes) joined.add(node);
}

function resolveFault(written: FaultSyntax, nodes: readonly number[]): FaultSpec {
  const { kind, factor, shape, downNs, upNs, drainNs, gapNs, batch, fraction, cascade } = written;
  const { recovery, probability, latencyNs } = written;
  const base = {
    nodes,
    timing: timingOf(written, nodes.length),
    label: written.label ?? faultLabel(kind, written.targets, factor),
    ...(fraction === undefined || fraction === 1 ? {} : { fraction }),
    ...(cascade === undefined ? {} : { cascade }),
  };
  switch (kind) {
    case "crash":
      return { kind, ...base, ...(recovery === undefined ? {} : { recovery }) };
    case "errors":
      return { kind, ...base, probability, latencyNs };
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
    const all = together || kind === "rolling-restart" || kind === "zone-outage";
    return { kind: "recurring", startNs, untilNs, between: every, lasts, together: all };
  }
  const lengthNs = lasts.kind === "constant" ? Math.round(lasts.value) : Infinity;
  return { kind: "once", startNs, endNs: startNs + lengthNs };
}
