/** Producers in the language. */
import type { ArrivalSpec, DistributionSpec, FromTrace, KeySpec, ProducerSpec } from "../../sim/index.ts";
import type { ScaledColumn, TraceColumn, TraceSpec } from "../traces/spec.ts";
import { formatDuration } from "../units/duration.ts";
import { formatRate } from "../units/rate.ts";
import { formatSize } from "../units/size.ts";
import { countsDocument, sizesDocument, timesDocument } from "./distribution.ts";

/** A part of a document: leaves out what is undefined. */
export function present(parts: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined));
}

export function producerDocument(producer: ProducerSpec, traces: Readonly<Record<string, TraceSpec>>): unknown {
  const { name, zone, arrivals, keys, work, size, priority, deadline, timeoutNs } = producer;
  return present({
    name,
    zone,
    arrivals: arrivalsDocument(arrivals, traces),
    keys: keysDocument(keys),
    work: drawn(work, timesDocument),
    size: drawn(size, sizesDocument),
    priority,
    deadline: deadline === undefined ? undefined : timesDocument(deadline),
    timeout: timeoutNs === undefined ? undefined : formatDuration(timeoutNs),
  });
}

function arrivalsDocument(arrivals: ArrivalSpec, traces: Readonly<Record<string, TraceSpec>>): unknown {
  switch (arrivals.kind) {
    case "poisson":
    case "regular":
      return { [arrivals.kind]: formatRate(arrivals.ratePerSecond) };
    case "bursty":
      return {
        bursty: {
          states: arrivals.states.map((state) => ({
            rate: formatRate(state.ratePerSecond),
            mean: formatDuration(state.meanNs),
          })),
        },
      };
    case "batch":
      return { batch: { rate: formatRate(arrivals.batchesPerSecond), size: countsDocument(arrivals.size) } };
    case "schedule":
      return { schedule: scheduleDocument(arrivals) };
    case "closed":
      return { closed: { clients: arrivals.clients, think: timesDocument(arrivals.think) } };
    case "trace": {
      const trace = traces[arrivals.trace];
      if (trace === undefined)
        throw new Error(`producer's trace ${JSON.stringify(arrivals.trace)}: expected its spec, got none`);
      return { trace: traceDocument(trace) };
    }
  }
}

function scheduleDocument({ points, shape, periodNs }: Extract<ArrivalSpec, { readonly kind: "schedule" }>): unknown {
  return present({
    points: points.map(({ atNs, ratePerSecond }) => ({ at: formatDuration(atNs), rate: formatRate(ratePerSecond) })),
    shape,
    period: periodNs === Infinity ? undefined : formatDuration(periodNs),
  });
}

function keysDocument(keys: KeySpec): unknown {
  switch (keys.kind) {
    case "none":
    case "trace":
      return undefined;
    case "uniform":
      return { uniform: keys.count };
    case "zipf":
      return { zipf: { count: keys.count, exponent: keys.exponent } };
    case "constant":
      return { constant: keys.key };
  }
}

function drawn(spec: DistributionSpec | FromTrace, print: (spec: DistributionSpec) => unknown): unknown {
  return spec.kind === "trace" ? undefined : print(spec);
}

function traceDocument(trace: TraceSpec): unknown {
  const { time } = trace;
  return present({
    file: trace.file,
    format: trace.format,
    time: present({
      ...columnParts(time),
      unit: time.unit,
      minus: time.minus === null ? undefined : scaledDocument(time.minus, formatDuration),
    }),
    key: trace.key === null ? undefined : columnDocument(trace.key, {}),
    work: trace.work === null ? undefined : scaledDocument(trace.work, formatDuration),
    size: trace.size === null ? undefined : scaledDocument(trace.size, formatSize),
    delimiter: trace.delimiter ?? undefined,
    header: trace.header,
    logFormat: trace.logFormat ?? undefined,
    unordered: trace.unordered.kind === "refuse" ? "refuse" : { sort: formatDuration(trace.unordered.windowNs) },
    spread: formatDuration(trace.spreadNs),
    speedup: trace.speedup,
    repeat: trace.repeat,
    limit: trace.limit === Infinity ? undefined : trace.limit,
  });
}

function columnParts({ column, missing }: TraceColumn): Readonly<Record<string, unknown>> {
  return { column: column ?? undefined, missing: missing ?? undefined };
}

function scaledDocument(column: ScaledColumn, format: (value: number) => string): unknown {
  return columnDocument(column, { each: column.each === null ? undefined : format(column.each) });
}

/** A column that says nothing but its name is its name; one that says nothing at all is `true`. */
function columnDocument(column: TraceColumn, more: Readonly<Record<string, unknown>>): unknown {
  const parts = present({ ...columnParts(column), ...more });
  const keys = Object.keys(parts);
  if (keys.length === 0) return true;
  return keys.length === 1 && column.column !== null ? column.column : parts;
}
