/** The schema of what every experiment's file has, held equal to its types by the compiler. */
import { z } from "zod";
import { EXPERIMENT_SCHEMA_VERSION } from "../../../sim/index.ts";
import type { Contender, Estimate, ExperimentHead, ParameterValue } from "../../../sim/index.ts";

/** Readonly all the way down, as the files' types are. */
export type Frozen<T> = T extends object ? { readonly [K in keyof T]: Frozen<T[K]> } : T;
/** True where two types say the same. */
export type Equal<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;

const name = z.string();
const count = z.int().min(0);
const seconds = z.number().min(0);
const number = z.number().nullable();

const parameterValue = z.union([z.number(), z.string(), z.boolean()]);
const estimateShape = z.strictObject({ estimate: number, low: number, high: number, count });
const contenderShape = z.strictObject({
  balancer: name,
  algorithm: name,
  parameters: z.record(z.string(), parameterValue),
  truth: z.boolean(),
});

const headShape = z.strictObject({
  schemaVersion: z.literal(EXPERIMENT_SCHEMA_VERSION),
  version: name,
  command: name,
  scenario: z.looseObject({ name, question: z.exactOptional(z.string()), claim: z.exactOptional(z.string()) }),
  faults: z.array(
    z.strictObject({
      label: name,
      kind: name,
      targets: z.array(name),
      startSeconds: seconds,
      endSeconds: seconds.nullable(),
    }),
  ),
  measures: z.array(
    z.strictObject({
      text: name,
      unit: z.enum(["seconds", "perSecond", "fraction", "number", "other"]),
      better: z.enum(["lower", "higher", "neither"]),
    }),
  ),
  confidence: z.number().gt(0).lt(1),
  runs: count,
  failures: z.array(z.strictObject({ balancer: name, seed: count, message: name, replay: name })),
  warnings: z.array(
    z.strictObject({
      kind: z.enum(["heavy-tail", "unstable", "warmup", "dependent-batches", "truth", "inert", "losses", "other"]),
      balancer: name.nullable(),
      text: name,
    }),
  ),
  complete: z.boolean(),
});

void (true satisfies Equal<Frozen<z.infer<typeof estimateShape>>, Estimate>);
void (true satisfies Equal<Frozen<z.infer<typeof contenderShape>>, Frozen<Contender>>);
void (true satisfies Equal<Frozen<z.infer<typeof headShape>>, Frozen<ExperimentHead>>);

/** Members of every experiment's file. */
export const head: { readonly [K in keyof ExperimentHead]: z.ZodType<ExperimentHead[K]> } = headShape.shape;
/** Members of an estimate, for objects that are more than one. */
export const estimateMembers: { readonly [K in keyof Estimate]: z.ZodType<Estimate[K]> } = estimateShape.shape;
export const estimate: z.ZodType<Estimate> = estimateShape;
export const contender: z.ZodType<Contender> = contenderShape;
export const parameter: z.ZodType<ParameterValue> = parameterValue;
