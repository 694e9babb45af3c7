/** The schema of a comparison's file, held equal to `CompareFile` by the compiler. */
import { z } from "zod";
import type { CompareFile } from "../../../sim/index.ts";
import { contender, estimate, estimateMembers, head } from "./parts.ts";
import type { Equal, Frozen } from "./parts.ts";

const name = z.string();
const count = z.int().min(0);

const verdicts = ["better", "worse", "equivalent", "cannot tell"] as const;

const against = z.strictObject({
  file: name,
  version: name,
  rows: z.array(
    z.strictObject({
      measure: name,
      balancer: name,
      difference: estimate,
      ratio: estimate,
      verdict: z.enum([...verdicts, "missing"]),
    }),
  ),
});

const file = z.strictObject({
  ...head,
  kind: z.literal("compare"),
  baseline: name,
  precision: z.number().min(0),
  maxReplications: count,
  seeds: z.array(count),
  contenders: z.array(contender),
  intervals: z.array(
    z.strictObject({
      ...estimateMembers,
      measure: name,
      balancer: name,
      values: z.array(z.number().nullable()),
      method: name,
    }),
  ),
  differences: z.array(
    z.strictObject({
      measure: name,
      balancer: name,
      difference: estimate,
      ratio: estimate,
      verdict: z.enum(verdicts),
      moreReplications: count.nullable(),
      varianceReduction: z.number().min(0).nullable(),
    }),
  ),
  rankings: z.array(
    z.strictObject({
      measure: name,
      places: z.array(
        z.strictObject({ balancer: name, probabilityOfBest: z.number().min(0).max(1), mayBeBest: z.boolean() }),
      ),
    }),
  ),
  convergence: z.array(z.strictObject({ replications: count, measure: name, balancer: name, difference: estimate })),
  expectations: z.array(z.strictObject({ text: name, met: count, failed: count, unknown: count, share: estimate })),
  against: against.nullable(),
  verdict: name,
});

void (true satisfies Equal<Frozen<z.infer<typeof file>>, Frozen<CompareFile>>);

/** What a comparison's file must be. */
export const compareSchema: z.ZodType<CompareFile> = file;
