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
    await mkdir(folder, { recursive: true });
    await writeFile(beside, contents);
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true }).catch(() => {});
    throw new UserError(fileProblem(shown, "a place to write to", error));
  }
}
