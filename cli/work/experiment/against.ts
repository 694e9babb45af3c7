/** `--against`: reads the saved comparison, sets it beside this one, and says what that means for the exit code. */
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { against } from "../../../sim/index.ts";
import type { CompareFile } from "../../../sim/index.ts";
import { UserError } from "../../errors.ts";
import { EXIT } from "../../exit-codes.ts";
import type { ExitCode } from "../../exit-codes.ts";
import type { Surroundings } from "../../surroundings.ts";
import { readSavedFile } from "../saved-file.ts";

/** A saved comparison, and what the user calls it. */
export interface SavedComparison {
  readonly shown: string;
  readonly file: CompareFile;
}

/** Throws a `UserError` where the file is missing or no comparison: nothing to compare with never reads as a pass. */
export async function readSaved(shown: string, { directory }: Surroundings): Promise<SavedComparison> {
  const wanted = "a saved result of compare";
  const file = await readSavedFile(shown, readFile(resolve(directory, shown), "utf8"), wanted);
  if ("kind" in file && file.kind === "compare") return { shown, file };
  throw new UserError(`${shown}: expected ${wanted}, got one of ${"kind" in file ? file.kind : "run"}`);
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
