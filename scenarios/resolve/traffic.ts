/** Producers with their defaults, and the traces that they replay. */
import type { ArrivalSpec, DistributionSpec, FromTrace, KeySpec, ProducerSpec } from "../../sim/index.ts";
import type { ProducerSyntax } from "../schema/traffic.ts";
import type { TraceSpec } from "../traces/spec.ts";
import { quoted, type Path } from "../wording.ts";
import { DEFAULT_SIZE, DEFAULT_ZONE } from "./defaults.ts";
import type { Report } from "./report.ts";

export interface ResolvedTraffic {
  readonly producers: readonly ProducerSpec[];
  /** By the producer's name, which is also the trace's. */
  readonly traces: Readonly<Record<string, TraceSpec>>;
}

const FROM_TRACE: FromTrace = { kind: "trace" };
const NO_WORK: DistributionSpec = { kind: "constant", value: 0 };

/** @param baseDir what the traces' paths are relative to. */
export function resolveTraffic(all: readonly ProducerSyntax[], baseDir: string, report: Report): ResolvedTraffic {
  const single = all.length === 1 && report.item("traffic", 0).length === 1;
  const traces: Record<string, TraceSpec> = {};
  const taken = new Set<string>();
  const producers = all.map((written, index) => {
    const path = report.item("traffic", index);
    const name = written.name ?? (single ? "traffic" : `t${index + 1}`);
    if (taken.has(name)) report.expected([...path, "name"], "a name of its own", `${quoted(name)} again`);
    taken.add(name);
    if (written.arrivals.kind === "trace") traces[name] = { ...written.arrivals.trace, baseDir };
    return resolveProducer(name, written, path, report);
  });
  return { producers, traces };
}

function resolveProducer(name: string, written: ProducerSyntax, path: Path, report: Report): ProducerSpec {
  const trace = written.arrivals.kind === "trace" ? written.arrivals.trace : null;
  const arrivals: ArrivalSpec = written.arrivals.kind === "trace" ? { kind: "trace", trace: name } : written.arrivals;
  for (const [own, column] of [
    ["keys", "key"],
    ["work", "work"],
    ["size", "size"],
  ] as const) {
    const twice = trace !== null && trace[column] !== null && written[own] !== undefined;
    if (twice) report.expected([...path, own], `no ${own} here, as the trace gives the ${column}`);
  }
  if (written.work === undefined && (trace === null || trace.work === null)) {
    const instead = trace === null ? "" : ", here or as a column of the trace";
    report.expected(
      [...path, "work"],
      `a duration such as 8ms, or a distribution such as {exponential: 8ms}${instead}`,
    );
  }
  const keys: KeySpec = trace?.key != null ? FROM_TRACE : (written.keys ?? { kind: "none" });
  return {
    name,
    zone: written.zone ?? DEFAULT_ZONE,
    arrivals,
    keys,
    work: trace?.work != null ? FROM_TRACE : (written.work ?? NO_WORK),
    size: trace?.size != null ? FROM_TRACE : (written.size ?? DEFAULT_SIZE),
    priority: written.priority ?? 0,
    ...(written.deadline === undefined ? {} : { deadline: written.deadline }),
    ...(written.timeout === undefined ? {} : { timeoutNs: written.timeout }),
  };
}
