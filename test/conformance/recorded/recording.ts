/**
 * What was recorded from a real balancer: its configuration or arguments, and what it then did. One JSON file per recording,
 * and an `INDEX.json` beside them that says which ones can be reproduced exactly.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A connection is opened and placed (`pick`), or one opened before ends. */
export interface HeldEvent {
  readonly op: string;
  readonly id: string;
  /** Where an opened connection went; `rejected:STATUS:NAME` where nobody took it. */
  readonly pick?: string;
  readonly key?: string;
  readonly [field: string]: unknown;
}

/** Something done to a backend `t` milliseconds after the start: `/down?port=18001`, `/up?port=…`, `/status?port=…&code=503`. */
export interface ControlEvent {
  readonly t: number;
  readonly do: string;
}

/** One file. Fields that only one system has are reached by their names. */
export interface Recording {
  readonly file: string;
  /** `nginx`, `nginx stream`, `haproxy`, `rabbitmq`, `redis`. */
  readonly system: string;
  readonly version?: string;
  readonly config?: string;
  readonly note?: string;
  /** One backend after the other. */
  readonly picks?: readonly string[];
  /** Key, or client's address, and the backend it went to. */
  readonly byKey?: readonly (readonly [key: string, backend: string])[];
  readonly byClientIp?: readonly (readonly [address: string, backend: string])[];
  readonly events?: readonly HeldEvent[];
  /** Requests in the order of time; `columns` names the values of each. */
  readonly rows?: readonly (readonly unknown[])[];
  readonly columns?: readonly string[];
  readonly controlEvents?: readonly ControlEvent[];
  /** Calendar time of the rows' 0. */
  readonly t0EpochMs?: number;
  readonly [field: string]: unknown;
}

/** What the index says of one file. */
export interface IndexEntry {
  readonly file: string;
  readonly system: string;
  readonly payload: string;
  readonly reproducible: boolean;
}

/** One recorded item beside the same item as the simulation had it; equal where the two agree. */
export interface Played {
  readonly expected: readonly unknown[];
  readonly actual: readonly unknown[];
}

/** Plays the recordings of one system through this project's balancers, told only what the recording's file says. */
export interface Player {
  /** Every item of the recording's payload, in its order. */
  play(recording: Recording): Played;
  /** For a recording that cannot be reproduced: a test of what its note states, or why there is none; null: nobody looked. */
  behaviour?(recording: Recording): (() => void) | string | null;
}

/** The files of a directory as its `INDEX.json` lists them; files that it does not list count as reproducible. */
export function listRecordings(directory: string): readonly IndexEntry[] {
  const indexFile = join(directory, "INDEX.json");
  const listed = existsSync(indexFile) ? (JSON.parse(readFileSync(indexFile, "utf8")) as readonly IndexEntry[]) : [];
  const names = new Set(listed.map((entry) => entry.file));
  const others = readdirSync(directory).filter(
    (file) => file.endsWith(".json") && file !== "INDEX.json" && !names.has(file),
  );
  return [...listed, ...others.map((file) => unlisted(directory, file))];
}

export function readRecording(directory: string, file: string): Recording {
  return { ...(JSON.parse(readFileSync(join(directory, file), "utf8")) as Recording), file };
}

function unlisted(directory: string, file: string): IndexEntry {
  const { system } = readRecording(directory, file);
  return { file, system, payload: "", reproducible: true };
}

const PAYLOADS = ["picks", "byKey", "byClientIp", "events", "rows", "steps", "keySlots"] as const;

/** The recorded items themselves: what `expected` has one entry for each of. */
export function payloadOf(recording: Recording): readonly unknown[] {
  const payload = PAYLOADS.map((name) => recording[name]).find((value) => value !== undefined);
  if (!Array.isArray(payload)) throw new Error(`${recording.file}: expected one of ${PAYLOADS.join(", ")}`);
  return payload;
}
