/**
 * Results on disk by job key, one file each. Every file carries a checksum over its key and content: one that is damaged is
 * removed and counts as absent. Several processes may use a store at a time. What was not used for longest goes first.
 */
import { createHash } from "node:crypto";
import { readdir, readFile, rm, stat, utimes } from "node:fs/promises";
import { join } from "node:path";
import { deserialize, serialize } from "node:v8";
import { writeQuietly } from "./quiet-file.ts";

export interface StoreSettings {
  /** It need not exist. */
  readonly folder: string;
  /** How large the store may become, in bytes. */
  readonly limit: number;
}

const CHECKSUM_BYTES = 32;
/** What a process that died has left half written. */
const LEFTOVER = /\.part$/;
const LEFTOVER_MILLISECONDS = 3_600_000;
/** Looking through the whole store takes a second or two: after so much of the limit was written, or so long. */
const WRITTEN_BETWEEN_LOOKS = 1 / 16;
const MILLISECONDS_BETWEEN_LOOKS = 3_600_000;
/** How full the store is left when room is made. */
const ROOM = 0.9;

export class ResultStore {
  readonly #folder: string;
  readonly #limit: number;
  readonly #underWay = new Set<Promise<void>>();
  #written = 0;
  #wasWritten = false;

  constructor({ folder, limit }: StoreSettings) {
    this.#folder = join(folder, "results");
    this.#limit = limit;
  }

  /** The result, or undefined where none is known. */
  async get(key: string): Promise<unknown> {
    const path = this.#pathOf(key);
    const file = await readFile(path).catch(() => null);
    if (file === null) return undefined;
    const content = file.subarray(CHECKSUM_BYTES);
    if (!checksum(key, content).equals(file.subarray(0, CHECKSUM_BYTES))) return this.#remove(path);
    try {
      const result: unknown = deserialize(content);
      const now = new Date();
      await utimes(path, now, now).catch(() => {});
      return result;
    } catch {
      // Of a Node.js that writes values in a newer form.
      return this.#remove(path);
    }
  }

  /** Keeps a result: on disk at the latest when `close` resolves. Does nothing where it cannot be written. */
  put(key: string, result: unknown): void {
    const content = serialize(result);
    this.#wasWritten = true;
    this.#written += content.length + CHECKSUM_BYTES;
    this.#follow(writeQuietly(this.#pathOf(key), Buffer.concat([checksum(key, content), content])));
    if (this.#written <= this.#limit * WRITTEN_BETWEEN_LOOKS) return;
    this.#written = 0;
    this.#follow(Promise.all(this.#underWay).then(() => this.#makeRoom()));
  }

  /** Waits for what is being written. What was not used for longest goes where the store has become too large. */
  async close(): Promise<void> {
    await Promise.all(this.#underWay);
    if (this.#wasWritten && (await this.#isLookDue())) await this.#makeRoom();
  }

  #follow(work: Promise<void>): void {
    const followed = work.finally(() => this.#underWay.delete(followed));
    this.#underWay.add(followed);
  }

  async #isLookDue(): Promise<boolean> {
    const last = await stat(this.#mark).catch(() => null);
    return last === null || Date.now() - last.mtimeMs > MILLISECONDS_BETWEEN_LOOKS;
  }

  async #makeRoom(): Promise<void> {
    await writeQuietly(this.#mark, "");
    const entries = await this.#entries();
    let size = entries.reduce((sum, entry) => sum + entry.size, 0);
    if (size <= this.#limit) return;
    for (const entry of entries.sort((one, other) => one.usedAt - other.usedAt)) {
      if (size <= this.#limit * ROOM) return;
      size -= entry.size;
      await this.#remove(entry.path);
    }
  }

  /** All results. Removes leftovers on the way. */
  async #entries(): Promise<{ path: string; size: number; usedAt: number }[]> {
    const entries = [];
    for (const name of await readdir(this.#folder, { recursive: true }).catch(() => [])) {
      const path = join(this.#folder, name);
      const found = await stat(path).catch(() => null);
      if (found === null || !found.isFile()) continue;
      const isLeftover = LEFTOVER.test(name) && Date.now() - found.mtimeMs > LEFTOVER_MILLISECONDS;
      if (isLeftover) await this.#remove(path);
      else entries.push({ path, size: found.size, usedAt: found.mtimeMs });
    }
    return entries;
  }

  async #remove(path: string): Promise<undefined> {
    await rm(path, { force: true }).catch(() => {});
  }

  /** Its time says when the store was last looked through. */
  get #mark(): string {
    return join(this.#folder, "..", "looked-through");
  }

  #pathOf(key: string): string {
    return join(this.#folder, key.slice(0, 2), key.slice(2));
  }
}

function checksum(key: string, content: Uint8Array): Buffer {
  return createHash("sha256").update(key).update(content).digest();
}
