/** Writing files so that a reader finds each of them whole or not at all: beside its place first, then renamed. */
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

let written = 0;

/** Writes `contents` to `path`, making its folders. Rejects with the system's error where it cannot. */
export async function writeWhole(path: string, contents: string | Uint8Array): Promise<void> {
  const beside = join(dirname(path), `.${basename(path)}.${process.pid}-${written++}.part`);
  try {
    await makeFolder(dirname(path));
    await writeFile(beside, contents);
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true }).catch(() => {});
    throw error;
  }
}

/**
 * Makes a folder and those above it, where they are missing. Not by mkdir's own recursion, which never ends where a folder
 * exists in which none can be made (Node 20, as in /proc).
 */
export async function makeFolder(folder: string): Promise<void> {
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
