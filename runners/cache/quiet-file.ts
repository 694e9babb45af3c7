/** Files of a cache: one that cannot be written to (a full disk, no permission) is a cache that knows less, and no error. */
import { writeWhole } from "../whole-file.ts";

/** Writes a file, whole or not at all. */
export async function writeQuietly(path: string, contents: string | Uint8Array): Promise<void> {
  await writeWhole(path, contents).catch(() => {});
}
