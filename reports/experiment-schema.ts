/**
 * The schema of what compare, sweep and tune write: one zod declaration each, from which `reports/experiment.schema.json` is
 * generated and by which a saved file is checked before a report is made of it.
 */
import { z } from "zod";
import { EXPERIMENT_SCHEMA_VERSION } from "../sim/index.ts";
import type { ExperimentFile, ExperimentKind } from "./experiment/kinds.ts";
import { compareSchema } from "./experiment/schema/compare.ts";
import { sweepSchema } from "./experiment/schema/sweep.ts";
import { tuneSchema } from "./experiment/schema/tune.ts";

/** What each kind of file must be; `.safeParse(value)` says where it is not. */
export const experimentSchemas: Readonly<Record<ExperimentKind, z.ZodType<ExperimentFile>>> = {
  compare: compareSchema,
  sweep: sweepSchema,
  tune: tuneSchema,
};

/** The published JSON Schema (draft-07) of the experiments' files, as text; `npm run schema` writes it. */
export function experimentJsonSchema(): string {
  const generated = z.toJSONSchema(z.union(Object.values(experimentSchemas)), { target: "draft-7" });
  const titled = {
    $schema: generated["$schema"],
    title: "evenkeel experiment file",
    description:
      `What evenkeel compare, sweep and tune write (schema version ${EXPERIMENT_SCHEMA_VERSION}). Values are in seconds, per second, ` +
      "fractions or numbers, as each measure's unit says; null where a figure does not apply or could not be estimated.",
    ...generated,
  };
  return `${JSON.stringify(titled, null, 2)}\n`;
}
