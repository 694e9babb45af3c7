/** What run, compare, sweep or tune saved, read again and checked against its schema. */
import { parseSavedFile, ResultFileError } from "../../reports/json.ts";
import { fileProblem, UserError } from "../errors.ts";
import type { SavedFile } from "./outputs.ts";

/**
 * The file that complaints call `shown`; `wanted` says what was expected where it cannot be read. Throws a `UserError` that
 * names every place where it is not a saved result.
 */
export async function readSavedFile(shown: string, reading: Promise<string>, wanted: string): Promise<SavedFile> {
  const text = await reading.catch((error: unknown) => {
    throw new UserError(fileProblem(shown, wanted, error));
  });
  try {
    return parseSavedFile(text);
  } catch (error) {
    if (!(error instanceof ResultFileError)) throw error;
    const where = error.position === null ? shown : `${shown}:${error.position}`;
    throw new UserError(error.problems.map((problem) => `${where}: ${problem}`));
  }
}
