/** Files of oracle cases: what a case says, and reading a file of them with the position of every fault. */
import { readFile } from "node:fs/promises";
import { z } from "zod";
import { fileProblem, UserError } from "../errors.ts";
import { describeIssue, faulty, parseJson, type Problem } from "./case-faults.ts";

/** What every tolerance may say about the runs it wants. */
interface Plan {
  /** Messages to complete after the warm-up; the typical error is then a third of the tolerance. */
  readonly suggested_jobs?: number | undefined;
  /** How runs are made one figure, where it is not their mean: `median of >= 11 seeds`. */
  readonly aggregate?: string | undefined;
}

export type Tolerance = Plan &
  (
    | { readonly type: "rel" | "abs"; readonly value: number }
    | { readonly type: "range"; readonly value: readonly unknown[] }
    | { readonly type: "exact" | "relation" | "calibration"; readonly value?: unknown }
  );

/** One thing that a correct simulator must reproduce. */
export interface OracleCase {
  readonly id: string;
  readonly family: string;
  /** 1 must pass, 2 should pass, 3 shows direction or calibrates only. */
  readonly tier: 1 | 2 | 3;
  readonly setup: Readonly<Record<string, unknown>>;
  readonly measure: string;
  readonly value?: unknown;
  readonly tolerance: Tolerance;
  readonly source?: string | undefined;
  readonly notes?: string | undefined;
}

const word = z.string("a text").min(1, "a text");
const mapping = z.record(z.string(), z.unknown(), "a map");
const plan = {
  suggested_jobs: z.number("a number").positive("a number > 0").optional(),
  aggregate: z.string("a text").optional(),
};

const isMap = (value: unknown): boolean => typeof value === "object" && value !== null && !Array.isArray(value);

const toleranceSchema: z.ZodType<Tolerance> = z.discriminatedUnion(
  "type",
  [
    z.strictObject({
      type: z.enum(["rel", "abs"]),
      value: z.number("a number").nonnegative("a number of at least 0"),
      ...plan,
    }),
    z.strictObject({
      type: z.literal("range"),
      value: z.array(z.unknown(), "[low, high]").length(2, "[low, high]"),
      ...plan,
    }),
    z.strictObject({ type: z.enum(["exact", "relation", "calibration"]), value: z.unknown().optional(), ...plan }),
  ],
  { error: ({ input }) => (isMap(input) ? "one of rel, abs, range, exact, relation, calibration" : "a map") },
);

const caseSchema: z.ZodType<OracleCase> = z.looseObject(
  {
    id: word,
    family: word,
    tier: z.literal([1, 2, 3], "1, 2 or 3"),
    setup: mapping,
    measure: word,
    value: z.custom((value) => value !== undefined, "a value"),
    tolerance: toleranceSchema,
    source: z.string("a text").optional(),
    notes: z.string("a text").optional(),
  },
  "a case",
);
const fileSchema = z.array(caseSchema, "a list of cases").min(1, "a list of cases");

/** Reads a file of cases. Throws a `UserError` with a position for everything that is wrong with it. */
export async function readCases(path: string, displayed: string = path): Promise<OracleCase[]> {
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    throw new UserError(fileProblem(displayed, "a file of oracle cases", error));
  });
  return parseCases(text, displayed);
}

/** The cases in `text`; `name` is what its faults are told under. */
export function parseCases(text: string, name: string): OracleCase[] {
  // Some editors begin a file with a byte order mark.
  const json = text.replace(/^\uFEFF/, "");
  const data = parseJson(json, name);
  const parsed = fileSchema.safeParse(data);
  const problems = parsed.success
    ? repeatedIds(parsed.data)
    : parsed.error.issues.map((issue) => describeIssue(issue, data));
  if (problems.length === 0) return parsed.data!;
  throw faulty(json, name, problems);
}

function repeatedIds(cases: readonly OracleCase[]): Problem[] {
  const seen = new Set<string>();
  return cases.flatMap(({ id }, index) => {
    const repeated = seen.has(id);
    seen.add(id);
    return repeated
      ? [{ path: [index, "id"], message: `[${index}].id: expected one case per id, got ${id} again` }]
      : [];
  });
}
