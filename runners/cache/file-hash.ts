/** The content hash of large files, read once: a trace of gigabytes is not to be read through before every command. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { canonical, sha256 } from "./job-key.ts";
import { writeQuietly } from "./quiet-file.ts";

interface Remembered {
  readonly state: string;
  readonly hash: string;
}

/**
 * The SHA-256 of a file's content (absolute path), remembered in `folder` for as long as the file stays as it is: the same
 * place, size, and times of its last change. Rejects with the system's error where the file cannot be read.
 */
export async function fileHash(path: string, folder: string): Promise<string> {
  const { size, mtimeNs, ctimeNs, ino } = await stat(path, { bigint: true });
  const state = canonical([path, ...[size, mtimeNs, ctimeNs, ino].map(String)]);
  const memory = join(folder, "files", `${sha256(path)}.json`);
  const remembered = await recall(memory);
  if (remembered?.state === state) return remembered.hash;
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  const found: Remembered = { state, hash: hash.digest("hex") };
  await writeQuietly(memory, JSON.stringify(found));
  return found.hash;
}

async function recall(memory: string): Promise<Remembered | null> {
  try {
    return JSON.parse(await readFile(memory, "utf8")) as Remembered;
  } catch {
    return null;
  }
}
