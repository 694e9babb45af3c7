/** Files of a cache: written beside their place and renamed, so that a reader finds each whole or not at all. */
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";

let written = 0;

/** Writes a file. A cache that cannot be written to (a full disk, no permission) is a cache that knows less: no error. */
export async function writeQuietly(path: string, contents: string | Uint8Array): Promise<void> {
  const beside = `${path}.${process.pid}-${written++}.part`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(beside, contents);
    await rename(beside, path);
  } catch {
    await rm(beside, { force: true }).catch(() => {});
  }
}
