/** `--against`: reads the saved comparison, sets it beside this one, and says what that means for the exit code. */
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { against, EXPERIMENT_SCHEMA_VERSION } from "../../../sim/index.ts";
import type { CompareFile } from "../../../sim/index.ts";
import { fileProblem, UserError } from "../../errors.ts";
import { EXIT } from "../../exit-codes.ts";
import type { ExitCode } from "../../exit-codes.ts";
import type { Surroundings } from "../../surroundings.ts";

/** A saved comparison, and what the user calls it. */
export interface SavedComparison {
  readonly shown: string;
  readonly file: CompareFile;
}

/** Throws a `UserError` where the file is missing or no comparison: nothing to compare with never reads as a pass. */
export async function readSaved(shown: string, { directory }: Surroundings): Promise<SavedComparison> {
  const text = await readFile(resolve(directory, shown), "utf8").catch((error: unknown) => {
    throw new UserError(fileProblem(shown, "a saved result of compare", error));
  });
  return { shown, file: comparisonIn(text, shown) };
}

function comparisonIn(text: string, shown: string): CompareFile {
  let value: Partial<CompareFile> | null;
  try {
    value = JSON.parse(text) as Partial<CompareFile> | null;
  } catch (error) {
    throw new UserError(`${shown}: expected JSON, got ${(error as Error).message}`);
  }
  if (value?.kind !== "compare" || value.schemaVersion !== EXPERIMENT_SCHEMA_VERSION)
    throw new UserError(`${shown}: expected a saved result of compare of this version of evenkeel, got something else`);
  return value as CompareFile;
}

/** The comparison with what the saved one says of it; as it is where there is none. */
export function compareWithSaved(now: CompareFile, saved: SavedComparison | null): CompareFile {
  if (saved === null) return now;
  const { shown, file } = saved;
  return { ...now, against: { file: shown, version: file.version, rows: against(now, file) } };
}

/** 3 where something has become worse; 4 where something cannot be told or has no counterpart. */
export function againstCode({ against: beside }: CompareFile): ExitCode {
  const verdicts = beside?.rows.map(({ verdict }) => verdict) ?? [];
  if (verdicts.includes("worse")) return EXIT.expectationFailed;
  return verdicts.includes("cannot tell") || verdicts.includes("missing") ? EXIT.inconclusive : EXIT.fine;
}
