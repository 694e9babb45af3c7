/**
 * The bytes of a trace, decompressed, a chunk at a time: the next chunk is read when it is asked for, so that a file
 * larger than memory, or one that is read faster than it is simulated, costs no more than one chunk.
 */
import { open, readdir, stat, type FileHandle } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { pipeline, type Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { didYouMean } from "./trace-error.ts";

export interface ByteSource {
  /** The next chunk of at least one byte, null at the end. Rejects with a `ByteProblem`. */
  next(): Promise<Uint8Array | null>;
  /** Releases what is open. Safe to call twice. */
  close(): Promise<void>;
}

/** Opens the bytes from their start; called once per time that a trace is played. */
export type OpenBytes = () => Promise<ByteSource>;

/** What is wrong, in the words that follow the position: `expected …, got …`. */
export class ByteProblem extends Error {
  override readonly name = "ByteProblem";
}

const CHUNK_BYTES = 128 * 1024;

/** Opens a plain or gzip file; which of them it is, its first bytes say. Rejects with a `ByteProblem`. */
export async function openFileBytes(path: string): Promise<ByteSource> {
  try {
    await refuseWhatIsNoFile(path);
    const handle = await open(path, "r");
    try {
      return chunksOf(await contentOf(handle));
    } catch (error) {
      await handle.close();
      throw error;
    }
  } catch (error) {
    throw await openProblem(path, error);
  }
}

/** Pipes are refused too: each run reads the trace from its start, which a pipe gives only once. */
async function refuseWhatIsNoFile(path: string): Promise<void> {
  const info = await stat(path);
  if (info.isFile()) return;
  const kind = info.isDirectory() ? "a directory" : info.isFIFO() ? "a pipe, which can be read only once" : "a device";
  throw new ByteProblem(`expected a file, got ${kind}`);
}

async function openProblem(path: string, error: unknown): Promise<Error> {
  if (error instanceof ByteProblem) return error;
  const code = (error as NodeJS.ErrnoException).code;
  if (code === "ENOENT" || code === "ENOTDIR") {
    const siblings = await readdir(dirname(path)).catch(() => []);
    return new ByteProblem(`expected a file, got none of that name${didYouMean(basename(path), siblings)}`);
  }
  if (code === "EACCES" || code === "EPERM") return new ByteProblem("expected a readable file, got no permission");
  return new ByteProblem(`expected a readable file, got ${(error as Error).message}`);
}

async function contentOf(handle: FileHandle): Promise<Readable> {
  const magic = new Uint8Array(6);
  await handle.read(magic, 0, magic.length, 0);
  const packed = packing(magic);
  if (packed !== null && packed !== "gzip") {
    throw new ByteProblem(`expected plain text or gzip, got a ${packed} file: unpack it, or pack it with gzip`);
  }
  const file = handle.createReadStream({ start: 0, highWaterMark: CHUNK_BYTES });
  if (packed === null) return file;
  const gunzip = createGunzip({ chunkSize: CHUNK_BYTES });
  // The error reaches whoever reads `gunzip`; the callback is there so that it is not thrown a second time.
  pipeline(file, gunzip, () => {});
  return gunzip;
}

const MAGIC: readonly (readonly [name: string, bytes: readonly number[]])[] = [
  ["gzip", [0x1f, 0x8b]],
  ["zstd", [0x28, 0xb5, 0x2f, 0xfd]],
  ["bzip2", [0x42, 0x5a, 0x68]],
  ["xz", [0xfd, 0x37, 0x7a, 0x58, 0x5a]],
  ["zip", [0x50, 0x4b, 0x03, 0x04]],
  ["parquet", [0x50, 0x41, 0x52, 0x31]],
];

function packing(head: Uint8Array): string | null {
  const found = MAGIC.find(([, bytes]) => bytes.every((byte, index) => head[index] === byte));
  return found?.[0] ?? null;
}

/** Wraps a Node stream of bytes, or any other sequence of chunks. */
export function chunksOf(stream: Readable | AsyncIterable<Uint8Array>): ByteSource {
  const iterator = (stream as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]();
  return {
    async next(): Promise<Uint8Array | null> {
      for (;;) {
        const step = await iterator.next().catch((error: unknown) => {
          throw readProblem(error as NodeJS.ErrnoException);
        });
        if (step.done === true) return null;
        if (step.value.length > 0) return step.value;
      }
    },
    async close(): Promise<void> {
      await iterator.return?.();
    },
  };
}

function readProblem(error: NodeJS.ErrnoException): ByteProblem {
  if (error.code === "Z_BUF_ERROR")
    return new ByteProblem("expected the rest of a gzip file, got its end: it is cut off");
  if (error.code?.startsWith("Z_")) return new ByteProblem(`expected gzip data, got damaged bytes (${error.message})`);
  return new ByteProblem(`expected more of the file, got ${error.message}`);
}
