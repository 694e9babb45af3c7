/** The files of a command, each whole or not there at all; what keeps one from being written is told in a sentence. */
import { writeWhole as writeWholeFile } from "../runners/whole-file.ts";
import { fileProblem, UserError } from "./errors.ts";

/**
 * Writes `contents` to `path`, making its folders. Throws a `UserError` where the place cannot be written, which names it
 * as `shown`.
 */
export async function writeWhole(path: string, contents: string | Uint8Array, shown: string = path): Promise<void> {
  try {
    await writeWholeFile(path, contents);
  } catch (error) {
    throw new UserError(fileProblem(shown, "a place to write to", error));
  }
}
