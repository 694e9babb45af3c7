/** Writing files so that a reader finds each of them whole or not at all: beside its place first, then renamed. */
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileProblem, UserError } from "./errors.ts";

/**
 * Writes `contents` to `path`, making its folders. Throws a `UserError` where the place cannot be written, which names it
 * as `shown`.
 */
export async function writeWhole(path: string, contents: string | Uint8Array, shown: string = path): Promise<void> {
  const folder = dirname(path);
  const beside = join(folder, `.${basename(path)}.${process.pid}.part`);
  try {
    await makeFolder(folder);
    await writeFile(beside, contents);
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true }).catch(() => {});
    throw new UserError(fileProblem(shown, "a place to write to", error));
  }
}

/** Not mkdir's own recursion, which never ends where a folder exists in which none can be made (Node 20, as in /proc). */
async function makeFolder(folder: string): Promise<void> {
  const make = (): Promise<unknown> => mkdir(folder).catch(unlessItExists);
  try {
    await make();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT" || dirname(folder) === folder) throw error;
    await makeFolder(dirname(folder));
    await make();
  }
}

/** A file in the folder's place is found out by writing into it. */
function unlessItExists(error: NodeJS.ErrnoException): void {
  if (error.code !== "EEXIST") throw error;
}
