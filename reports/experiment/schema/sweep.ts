/** The schema of a sweep's file, held equal to `SweepFile` by the compiler. */
import { z } from "zod";
import type { SweepFile } from "../../../sim/index.ts";
import { contender, estimateMembers, head } from "./parts.ts";
import type { Equal, Frozen } from "./parts.ts";

const name = z.string();
const count = z.int().min(0);
const fraction = z.number().min(0).max(1);
const unit = z.enum(["seconds", "perSecond", "bytes", "fraction", "number"]).nullable();
const value = z.strictObject({ text: name, number: z.number().nullable() });

const limit = z.strictObject({
  point: count,
  balancer: name,
  path: name,
  unit,
  kind: z.enum(["largest", "smallest", "always", "never", "unknown"]),
  limit: value.nullable(),
  low: value.nullable(),
  high: value.nullable(),
  sureLow: value.nullable(),
  sureHigh: value.nullable(),
  tried: z.array(z.strictObject({ value, met: fraction, replications: count, holds: z.boolean(), sure: z.boolean() })),
});

const file = z.strictObject({
  ...head,
  kind: z.literal("sweep"),
  design: z.enum(["grid", "list", "sobol", "halton", "latin-hypercube"]),
  axes: z.array(
    z.strictObject({
      path: name,
      balancer: name.nullable(),
      numeric: z.boolean(),
      unit,
      logarithmic: z.boolean(),
      values: z.array(value),
      inert: z.boolean(),
    }),
  ),
  contenders: z.array(contender),
  seeds: z.array(count),
  points: z.array(z.strictObject({ values: z.array(value), problem: name.nullable() })),
  cells: z.array(
    z.strictObject({ ...estimateMembers, point: count, balancer: name, measure: name, met: fraction.nullable() }),
  ),
  limits: z.array(limit).nullable(),
});

void (true satisfies Equal<Frozen<z.infer<typeof file>>, Frozen<SweepFile>>);

/** What a sweep's file must be. */
export const sweepSchema: z.ZodType<SweepFile> = file;
