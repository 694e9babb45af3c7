/**
 * The schema of the result file: one zod declaration, from which `reports/result.schema.json` is generated and by which
 * a saved file is checked before a report is made of it. The compiler holds it equal to `ResultFile`, both ways.
 */
import { z } from "zod";
import { LOSS_CAUSES, RESULT_SCHEMA_VERSION } from "../sim/index.ts";
import type { LossCause, ResultFile } from "../sim/index.ts";

const amount = z.number().min(0);
const count = z.int().min(0);
const fraction = z.number().min(0).max(1);
const name = z.string();
const nullable = amount.nullable();
const lossCause = z.enum(LOSS_CAUSES as readonly [LossCause, ...LossCause[]]);

const told = z.strictObject({ confirmed: count, failed: count, unknown: count });

const messages = z.strictObject({
  warmup: count,
  offered: count,
  delivered: count,
  lost: count,
  lostByCause: z.record(lossCause, count),
  inFlight: count,
  confirmed: count,
  failed: count,
  unknown: count,
  told: z.strictObject({ delivered: told, lost: told, inFlight: told }),
});

const summary = z.strictObject({
  count,
  mean: nullable,
  stddev: nullable,
  p50: nullable,
  p90: nullable,
  p95: nullable,
  p99: nullable,
  p999: nullable,
  max: nullable,
});

const node = z.strictObject({
  name,
  zone: name,
  workers: count.nullable(),
  speed: amount,
  weight: amount,
  utilisation: amount,
  arrivals: count,
  completed: count,
  meanQueue: amount,
  maxQueue: count,
  upFraction: amount,
  shed: count,
  expired: count,
  errors: count,
  meanResponseTime: nullable,
});

const guards = z.strictObject({
  nodes: z.array(z.strictObject({ name, probes: count, healthDowns: count, ejections: count, breakerOpenings: count })),
  refused: z.strictObject({
    throttling: count,
    concurrency: count,
    breaker: count,
    queueFull: count,
    queueTimeout: count,
  }),
  queue: z.strictObject({ waited: count, meanSeconds: nullable, maxSeconds: nullable }),
  panicFraction: fraction,
  concurrencyLimit: z.strictObject({ least: count, mean: amount, greatest: count }).nullable(),
});

const series = z.strictObject({
  intervalSeconds: amount,
  length: count,
  offered: z.array(amount),
  delivered: z.array(amount),
  confirmed: z.array(amount),
  lost: z.partialRecord(lossCause, z.array(amount)),
  p50: z.array(nullable),
  p99: z.array(nullable),
  inSystem: z.array(amount),
  imbalance: z.array(nullable),
  queue: z.array(z.strictObject({ nodes: name, mean: z.array(amount) })),
});

const theoryRow = z.strictObject({
  name,
  role: z.enum(["applies", "bound", "taught", "reference"]),
  measure: name,
  formula: name,
  predicted: z.number().nullable(),
  measured: z.number().nullable(),
  relativeDifference: z.number().nullable(),
  unit: z.enum(["seconds", "messages", "fraction"]),
  note: name,
});

const faultTime = { targets: z.array(name), startSeconds: amount, endSeconds: nullable };

const run = z.strictObject({
  balancer: name,
  algorithm: name,
  parameters: z.record(z.string(), z.union([z.number(), z.string(), z.boolean()])),
  truth: z.boolean(),
  seed: count,
  digest: z.string().regex(/^[0-9a-f]{16}$/),
  events: count,
  simulatedSeconds: amount,
  warmupSeconds: amount,
  measuredSeconds: amount,
  messages,
  responseTime: summary,
  endToEndTime: summary,
  waitingTime: summary,
  serviceTime: summary,
  responseTimeQuantiles: z.array(z.strictObject({ q: fraction, seconds: amount })),
  waitedFraction: fraction.nullable(),
  throughputPerSecond: amount,
  offeredPerSecond: amount,
  nodes: z.array(node),
  queueLengthTail: z.array(amount),
  imbalance: z.strictObject({ maxOverMean: nullable, coefficientOfVariation: nullable, jain: nullable }),
  ordering: z
    .strictObject({
      outOfOrder: count,
      outOfOrderFraction: fraction.nullable(),
      largestDisplacement: count,
      inversions: count,
    })
    .nullable(),
  attempts: z.strictObject({ mean: nullable, max: count.nullable(), histogram: z.array(count) }),
  duplicates: count,
  duplicatesFrom: z.strictObject({ first: count, retry: count, hedge: count, network: count, copy: count }),
  suppressedDuplicates: count,
  wastedWork: fraction.nullable(),
  guards: guards.nullable(),
  network: z
    .array(
      z.strictObject({
        link: z.enum(["producer-gateway", "gateway-node"]),
        direction: z.enum(["forward", "back"]),
        sent: count,
        lost: count,
        lostFraction: fraction.nullable(),
        duplicated: count,
        held: count,
        bytes: amount,
        meanWireWait: nullable,
        longestWireWait: amount,
      }),
    )
    .nullable(),
  producers: z.array(
    z.strictObject({ name, priority: z.int(), offered: count, delivered: count, lost: count, responseTime: summary }),
  ),
  faults: z.array(
    z.strictObject({
      label: name,
      kind: name,
      occurrences: count,
      secondsInForce: amount,
      times: z.array(z.strictObject(faultTime)),
    }),
  ),
  series,
  theory: z.array(theoryRow),
});

const file = z.strictObject({
  schemaVersion: z.literal(RESULT_SCHEMA_VERSION),
  version: name,
  command: name,
  scenario: z.looseObject({ name, question: z.exactOptional(z.string()), claim: z.exactOptional(z.string()) }),
  faults: z.array(z.strictObject({ label: name, kind: name, ...faultTime })),
  runs: z.array(run),
  expectations: z.array(z.strictObject({ text: name, outcome: z.enum(["met", "failed", "unknown"]), detail: name })),
  complete: z.boolean(),
});

/** What a result file must be; `.safeParse(value)` says where it is not. */
export const resultSchema: z.ZodType<ResultFile> = file;

/** Readonly all the way down, as `ResultFile` is. */
type Frozen<T> = T extends object ? { readonly [K in keyof T]: Frozen<T[K]> } : T;
type Equal<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;
// Does not compile where the schema and `ResultFile` differ in a name or a type, or a field is missing on either side.
void (true satisfies Equal<Frozen<z.infer<typeof file>>, Frozen<ResultFile>>);

/** The published JSON Schema (draft-07) of the result file, as text; `npm run schema` writes it. */
export function resultJsonSchema(): string {
  const generated = z.toJSONSchema(file, { target: "draft-7" });
  const titled = {
    $schema: generated["$schema"],
    title: "evenkeel result file",
    description: `What evenkeel run writes (schema version ${RESULT_SCHEMA_VERSION}). Times are in seconds, sizes in bytes; null where a measure does not apply.`,
    ...generated,
  };
  return `${JSON.stringify(titled, null, 2)}\n`;
}
