/** The schema of a study's file, held equal to `TuneFile` by the compiler. */
import { z } from "zod";
import type { TuneFile } from "../../../sim/index.ts";
import { estimate, head, parameter } from "./parts.ts";
import type { Equal, Frozen } from "./parts.ts";

const name = z.string();
const count = z.int().min(0);
const fraction = z.number().min(0).max(1);
const balancer = name.nullable();

const dimension = z.strictObject({
  path: name,
  balancer,
  type: z.enum(["integer", "number", "boolean", "choice"]),
  low: z.number().nullable(),
  high: z.number().nullable(),
  choices: z.array(name).nullable(),
  logarithmic: z.boolean(),
  unit: name.nullable(),
});

const configuration = z.strictObject({
  balancer: name,
  values: z.record(z.string(), parameter),
  replications: count,
  objectives: z.array(estimate),
  feasible: fraction.nullable(),
  state: z.enum(["survivor", "dropped", "failed"]),
});

const confirmation = z.strictObject({
  seeds: z.array(count),
  objectives: z.array(
    z.strictObject({
      objective: name,
      winner: estimate,
      default: estimate,
      difference: estimate,
      ratio: estimate,
    }),
  ),
  feasible: fraction.nullable(),
});

const file = z.strictObject({
  ...head,
  kind: z.literal("tune"),
  searcher: name,
  budget: count,
  objectives: z.array(z.strictObject({ text: name, goal: z.enum(["minimise", "maximise"]) })),
  constraints: z.array(name),
  space: z.array(dimension),
  configurations: z.array(configuration),
  winner: count.nullable(),
  confirmation: confirmation.nullable(),
  front: z.array(count),
  importance: z.array(z.strictObject({ path: name, balancer, share: estimate })),
  history: z.array(z.strictObject({ runs: count, configuration: count, best: z.number().nullable() })),
  flatness: z.array(z.strictObject({ path: name, balancer, low: parameter, high: parameter })),
  recommendation: z
    .strictObject({
      patch: name,
      configuration: z.strictObject({ product: name, text: name }).nullable(),
    })
    .nullable(),
  verdict: name,
});

void (true satisfies Equal<Frozen<z.infer<typeof file>>, Frozen<TuneFile>>);

/** What a study's file must be. */
export const tuneSchema: z.ZodType<TuneFile> = file;
